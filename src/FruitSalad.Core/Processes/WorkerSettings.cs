using System.Text.Json.Serialization;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// What a worker process is told on its standard input: the first line, as JSON. Never on its command line, which
/// everybody on the machine can read.
/// </summary>
public sealed record WorkerSettings
{
    /// <summary>The worker's identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people call it; null: "W-pid".</summary>
    public string? Name { get; init; }

    /// <summary>The masters, in the order to try.</summary>
    public required IReadOnlyList<MasterAddress> Masters { get; init; }

    /// <summary>The worker's secret.</summary>
    public required byte[] Key { get; init; }

    /// <summary>How many tasks it asks for at once; with <see cref="AheadMs"/>, at most.</summary>
    public int Prefetch { get; init; } = 1;

    /// <summary>How long the tasks in hand should last, in ms; null: it always asks for as many.</summary>
    public double? AheadMs { get; init; }

    /// <summary>Whether it runs scripts that the salad's owner has added.</summary>
    public bool AllowScript { get; init; }

    /// <summary>Whether it says nothing of its tasks: where thousands are short, the lines would cost more than they.</summary>
    public bool Quiet { get; init; }

    /// <summary>
    /// Whether it plays its part through once before it begins, so that the first fruit is not late. It takes a quarter of a
    /// second, which is lost where nothing but the end of all the work counts.
    /// </summary>
    public bool Rehearse { get; init; } = true;

    /// <summary>What it offers to tasks that ask for it.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What goes wrong with it, on purpose.</summary>
    public CrashPlan Plan { get; init; } = CrashPlan.None;

    /// <summary>How likely it says something else of a fruit than what became of it, in [0, 1]: a Byzantine worker.</summary>
    public double Lie { get; init; }

    /// <summary>The seed of what is random in it.</summary>
    public long Seed { get; init; }

    /// <summary>Its number among the workers of this seed.</summary>
    public int Ordinal { get; init; }

    /// <summary>The culture of its texts.</summary>
    public string Culture { get; init; } = "";

    /// <summary>After how long without any master it gives up, in ms.</summary>
    public double GiveUpMs { get; init; } = 30_000;

    /// <summary>How long a call may take beyond the wait that it asked for, in ms.</summary>
    public double CallTimeoutMs { get; init; } = 10_000;

    /// <summary>The same, as the worker's loop takes it.</summary>
    /// <param name="name">What people call it, now that its process is known.</param>
    /// <param name="processId">Its process; 0: a thread of another one.</param>
    internal WorkerOptions ToOptions(string name, int processId) => new()
    {
        Id = new WorkerId(Id),
        Name = name,
        ProcessId = processId,
        Masters = Masters,
        Key = Key,
        Prefetch = Prefetch,
        Ahead = AheadMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        Labels = AllowScript && !Labels.Contains(Label.Script) ? [.. Labels, Label.Script] : Labels,
        Plan = Plan,
        Seed = Seed,
        Ordinal = Ordinal,
        GiveUpAfter = TimeSpan.FromMilliseconds(GiveUpMs),
        CallTimeout = TimeSpan.FromMilliseconds(CallTimeoutMs),
    };

    /// <summary>What does the worker's tasks.</summary>
    /// <param name="scripts">Makes the runner of scripts; null: this program has none.</param>
    internal KindRunner ToRunner(Func<ITaskRunner>? scripts) => new(
        new FruitRunner(TimeProvider.System, Lie == 0 ? FruitText.Prepared : Liar()), AllowScript ? scripts : null);

    private Func<string, string> Liar()
    {
        // A stream of its own: whether it lies must not change where it crashes.
        var random = new SeededRandom(Seed, -1 - Ordinal);
        return fruit => random.Chance(Lie) ? FruitText.Lie(fruit) : FruitText.Prepared(fruit);
    }
}

/// <summary>How settings, the worker's lines and the master's report look as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(WorkerSettings))]
[JsonSerializable(typeof(PeerSettings))]
[JsonSerializable(typeof(PeerStart))]
[JsonSerializable(typeof(WorkerLine))]
[JsonSerializable(typeof(MasterSettings))]
[JsonSerializable(typeof(MasterReport))]
internal sealed partial class ProcessJson : JsonSerializerContext;
