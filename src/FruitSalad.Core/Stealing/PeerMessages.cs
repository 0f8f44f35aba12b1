using FruitSalad.Contract;

namespace FruitSalad.Stealing;

/// <summary>An idle peer asks for tasks.</summary>
/// <param name="Thief">Who asks: its number among the peers.</param>
/// <param name="Number">The request's number, strictly increasing: the same one gets the same tasks again.</param>
/// <param name="Dead">Whom the thief takes for dead.</param>
public sealed record StealRequest(int Thief, long Number, NumberSet Dead);

/// <summary>The answer to <see cref="StealRequest"/>.</summary>
/// <param name="Tasks">What the thief has from now on; the victim has it no more.</param>
/// <param name="Dead">Whom the victim takes for dead. If the thief is among them, they go separate ways.</param>
/// <param name="Failed">The attempts at these tasks that failed; null: none has.</param>
public sealed record Loot(IReadOnlyList<int> Tasks, NumberSet Dead, IReadOnlyList<FailedAttempt>? Failed = null);

/// <summary>An attempt at a task that failed. It goes with the task: whoever does it next knows how often it was tried.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Peer">Whose attempt it was.</param>
/// <param name="Error">What went wrong, for people.</param>
public sealed record FailedAttempt(int Task, int Peer, string Error);

/// <summary>A sign of life to the next peer of the ring, and the token, when it is here.</summary>
/// <param name="From">Who passes.</param>
/// <param name="Dead">Whom it takes for dead: the epoch.</param>
/// <param name="Token">The token of that epoch.</param>
public sealed record Pass(int From, NumberSet Dead, Token? Token = null);

/// <summary>The answer to <see cref="Pass"/>: it has come.</summary>
/// <param name="Dead">Whom the next peer takes for dead.</param>
public sealed record Passed(NumberSet Dead);

/// <summary>What goes around the ring: one in an epoch, begun by its leader. Each peer adds what it knows.</summary>
/// <param name="Round">The how-many-eth round of this epoch.</param>
/// <param name="Done">Tasks whose results living peers hold.</param>
public sealed record Token(long Round, NumberSet Done)
{
    /// <summary>In the first round after a death: tasks that living peers have yet to do. Otherwise null.</summary>
    public NumberSet? Held { get; init; }

    /// <summary>Whether it tells that everything is done.</summary>
    public bool Ended { get; init; }
}

/// <summary>What became of a task at the peer that did it.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Result">Its result, as JSON; null: it was given up.</param>
/// <param name="Failed">The attempts that failed before, in their order; null: none has.</param>
public sealed record Outcome(int Task, JsonText? Result = null, IReadOnlyList<FailedAttempt>? Failed = null);

/// <summary>Whoever gathers the results asks for them. Waits until the peers have found that everything is done.</summary>
/// <param name="From">How many outcomes of this peer are known already.</param>
/// <param name="WaitMs">How long to wait for the answer, in ms.</param>
public sealed record HarvestQuery(int From, double WaitMs = 0);

/// <summary>The answer to <see cref="HarvestQuery"/>.</summary>
/// <param name="Outcomes">The next ones; none: not yet.</param>
public sealed record Harvest(IReadOnlyList<Outcome> Outcomes);

/// <summary>How a peer stands.</summary>
/// <param name="Index">Its number among the peers.</param>
/// <param name="Dead">Whom it takes for dead.</param>
/// <param name="Waiting">How many tasks are on its list.</param>
/// <param name="Done">How many it has done.</param>
/// <param name="Ended">Whether it knows that everything is done.</param>
/// <param name="Said">How many calls it made at others, those said again too.</param>
/// <param name="Heard">How many calls came in from each of the others, by their numbers.</param>
/// <param name="Running">The task that it works on; null: none.</param>
public sealed record PeerStatus(
    int Index, NumberSet Dead, int Waiting, int Done, bool Ended, int Said, IReadOnlyList<int> Heard, int? Running = null);
