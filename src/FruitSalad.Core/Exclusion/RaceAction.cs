namespace FruitSalad.Exclusion;

/// <summary>What a thread, or the whole race, does in one step that others can notice.</summary>
public enum RaceAction
{
    /// <summary>The counter is set to zero.</summary>
    Start,

    /// <summary>A thread takes the free lock.</summary>
    Lock,

    /// <summary>A thread finds the lock taken and waits.</summary>
    Wait,

    /// <summary>A thread that waited finds the lock free and takes it.</summary>
    LockAfterWait,

    /// <summary>A thread copies the counter.</summary>
    Read,

    /// <summary>A thread writes its copy plus one back.</summary>
    Increment,

    /// <summary>A thread frees the lock.</summary>
    Unlock,

    /// <summary>All threads have ended.</summary>
    End,
}
