using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.Master;

/// <summary>A worker's question that waits for its answer at the master (a long poll).</summary>
/// <param name="worker">Who asks.</param>
/// <param name="ask">What.</param>
/// <param name="until">When the answer "nothing yet" is due, since the epoch.</param>
public abstract class ParkedAsk(WorkerId worker, Ask ask, TimeSpan until)
{
    /// <summary>Who asks.</summary>
    public WorkerId Worker { get; } = worker;

    /// <summary>The question.</summary>
    public Ask Ask { get; } = ask;

    /// <summary>When the answer "nothing yet" is due.</summary>
    public TimeSpan Until { get; } = until;

    /// <summary>Its place among the parked; only <see cref="ParkedAsks"/> uses it.</summary>
    internal LinkedListNode<ParkedAsk>? Place { get; set; }

    /// <summary>Its number in the order of coming; 0: it has not waited yet. Only <see cref="ParkedAsks"/> uses it.</summary>
    internal long Order { get; set; }

    /// <summary>Hands over the answer. Must not block, nor run the asker's continuation inline.</summary>
    /// <returns>False: whoever asked is gone, and the answer's leases must go back.</returns>
    public abstract bool Deliver(Answer answer);
}
