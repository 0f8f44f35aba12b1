namespace FruitSalad.Worker;

/// <summary>Where in its loop a worker fails.</summary>
public enum CrashPoint
{
    /// <summary>After the work and before the result is sent: the tutorial's.</summary>
    AfterWork,

    /// <summary>Before it asks for work: nothing is lost but the worker.</summary>
    BeforeAsk,

    /// <summary>With a task in hand that it has not begun.</summary>
    Holding,

    /// <summary>In the middle of the work.</summary>
    MidWork,

    /// <summary>After the result was sent, before the reply is read: the work counts, and the worker is gone.</summary>
    AfterSend,
}
