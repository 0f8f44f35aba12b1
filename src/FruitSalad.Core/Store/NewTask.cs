using System.Text;
using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A task that has no number yet.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Duration">How long it takes, before the time scale.</param>
/// <param name="Payload">What its runner needs, as JSON text; null for a fruit.</param>
public sealed record NewTask(string Name, TimeSpan Duration, string? Payload = null)
{
    /// <summary>The longest payload, in bytes of UTF-8: several fit into a frame.</summary>
    public const int MaxPayload = 4 << 20;

    /// <summary>The key of a shared value that its runner needs as well; null: none.</summary>
    public string? Shared { get; init; }

    /// <summary>What it asks for beyond the policy.</summary>
    public TaskOptions Options { get; init; } = TaskOptions.None;

    /// <summary>Numbers of tasks that must be done before; each smaller than this task's own number will be.</summary>
    public IReadOnlyList<int> DependsOn { get; init; } = [];

    /// <summary>
    /// Places, from 0, of earlier tasks of the same list that must be done before: whoever adds them while others do
    /// too cannot know their numbers yet.
    /// </summary>
    public IReadOnlyList<int> Siblings { get; init; } = [];

    /// <summary>Whether its payload is longer than the longest.</summary>
    internal bool IsTooLarge => Payload?.Length > MaxPayload / 3 && Encoding.UTF8.GetByteCount(Payload) > MaxPayload;
}
