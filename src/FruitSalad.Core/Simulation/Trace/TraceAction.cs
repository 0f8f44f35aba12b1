namespace FruitSalad.Simulation;

/// <summary>What somebody did in one step of a simulation.</summary>
public enum TraceAction : byte
{
    /// <summary>Nothing that is worth a line.</summary>
    None,

    /// <summary>A worker's process starts.</summary>
    Start,

    /// <summary>A worker's process is killed.</summary>
    Kill,

    /// <summary>A worker is asked to finish and go.</summary>
    Drain,

    /// <summary>A worker is done with a task's work.</summary>
    Work,

    /// <summary>A worker's or the master's timer rings.</summary>
    Ring,

    /// <summary>A worker is welcomed.</summary>
    Welcome,

    /// <summary>A worker hears that nobody listens.</summary>
    Unanswered,

    /// <summary>A worker gets a task.</summary>
    Get,

    /// <summary>A worker is told to wait.</summary>
    Wait,

    /// <summary>A worker is told to go home.</summary>
    Leave,

    /// <summary>A worker hears of something that it said.</summary>
    Hear,

    /// <summary>A worker notices that its connection is gone.</summary>
    Disconnect,

    /// <summary>The master hears a new connection's hello.</summary>
    Hello,

    /// <summary>The master is asked for a task.</summary>
    Ask,

    /// <summary>The master gets a result.</summary>
    Result,

    /// <summary>The master gets a sign of life.</summary>
    Renew,

    /// <summary>The master hears that a task's work failed.</summary>
    Fail,

    /// <summary>The master gets a task back unstarted.</summary>
    Release,

    /// <summary>The master hears a goodbye.</summary>
    Goodbye,

    /// <summary>A damaged message reaches the master.</summary>
    Damage,

    /// <summary>The master notices that a connection is closed.</summary>
    Close,

    /// <summary>The master falls.</summary>
    Fall,

    /// <summary>The master starts again.</summary>
    Restart,

    /// <summary>The owner acts.</summary>
    Own,

    /// <summary>The tutorial's master takes a task off the to-do list.</summary>
    Pop,

    /// <summary>It finds the to-do list empty.</summary>
    PopNothing,

    /// <summary>It writes a task down as in progress.</summary>
    Append,

    /// <summary>It sees, without the lock, that something is in progress.</summary>
    LetWait,

    /// <summary>It sees, without the lock, that nothing is in progress.</summary>
    SendHome,

    /// <summary>It takes a result's task off the list of those in progress.</summary>
    Remove,

    /// <summary>It does not find a result's task in progress.</summary>
    RemoveNothing,

    /// <summary>It finds both lists empty and announces the end.</summary>
    Serve,

    /// <summary>Its timer takes a task off the list of those in progress.</summary>
    TimerRemove,

    /// <summary>Its timer puts that task back on the to-do list.</summary>
    TimerAppend,

    /// <summary>Its timer does not find its task in progress.</summary>
    TimerFindsNothing,

    /// <summary>Without a master: a peer is asked for tasks by another one.</summary>
    Steal,

    /// <summary>A peer that asked another one for tasks gets none.</summary>
    GetNothing,

    /// <summary>A peer gets a sign of life of the one before it in the ring.</summary>
    Pass,

    /// <summary>A peer gets the token from the one before it in the ring.</summary>
    Token,

    /// <summary>A peer's work on a task fails.</summary>
    Spoil,

    /// <summary>A peer takes another one for dead.</summary>
    Mourn,

    /// <summary>A peer finds that everything is done.</summary>
    Over,

    /// <summary>A peer is asked for what it has done.</summary>
    Harvest,

    /// <summary>Somebody notices that another one's process is gone.</summary>
    Gone,

    /// <summary>A promise is broken here.</summary>
    Broken,
}
