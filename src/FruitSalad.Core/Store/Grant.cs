using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A task handed to a worker, with all that it needs to begin.</summary>
/// <param name="Task">The task; its duration is before the time scale.</param>
/// <param name="Attempt">The attempt's number.</param>
/// <param name="Deadline">When the lease ends, since the epoch; <see cref="TimeSpan.MaxValue"/> for never.</param>
public sealed record Grant(SaladTask Task, int Attempt, TimeSpan Deadline)
{
    /// <summary>
    /// How many bytes of UTF-8 a payload and its inputs have at most: they fit into a frame, with a shared value.
    /// </summary>
    public const int MaxBytes = 11 << 20;

    /// <summary>How many characters of payloads and inputs one claim hands over at most, its first task aside.</summary>
    public const int MaxLength = 2 << 20;

    /// <summary>The results of the tasks that it depends on, in the order in which it names them.</summary>
    public IReadOnlyList<Input> Inputs { get; init; } = [];
}
