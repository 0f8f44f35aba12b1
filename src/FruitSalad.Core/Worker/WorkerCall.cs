using FruitSalad.Contract;

namespace FruitSalad.Worker;

/// <summary>The next thing that a worker wants to say to its master. Exactly one of the messages is set.</summary>
public sealed record WorkerCall
{
    /// <summary>`give_task`.</summary>
    public Ask? Ask { get; init; }

    /// <summary>`receive_result`.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>`fail_task`.</summary>
    public Failure? Failure { get; init; }

    /// <summary>`goodbye`.</summary>
    public bool Goodbye { get; init; }
}
