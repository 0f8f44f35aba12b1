using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Rpc;

/// <summary>Who a worker is, whom it works for, and what goes wrong with it.</summary>
public sealed record WorkerOptions
{
    /// <summary>Its identity: made once, kept over reconnects and masters.</summary>
    public required WorkerId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The number of its own process; 0: a thread of another process.</summary>
    public int ProcessId { get; init; }

    /// <summary>The masters, tried in this order; after the loss of one, from the one after it on.</summary>
    public required IReadOnlyList<MasterAddress> Masters { get; init; }

    /// <summary>The worker's secret.</summary>
    public required byte[] Key { get; init; }

    /// <summary>How many tasks it asks for at once; with <see cref="Ahead"/>, at most.</summary>
    public int Prefetch { get; init; } = 1;

    /// <summary>How long the tasks in hand should last; null: it always asks for as many.</summary>
    public TimeSpan? Ahead { get; init; }

    /// <summary>What it offers to tasks that ask for it.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What goes wrong with it, on purpose.</summary>
    public CrashPlan Plan { get; init; } = CrashPlan.None;

    /// <summary>The seed of what is random in it.</summary>
    public long Seed { get; init; }

    /// <summary>Its number among the workers of this seed: chooses its random stream.</summary>
    public int Ordinal { get; init; }

    /// <summary>After how long without any master it gives up. Real time.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call, or an attempt to connect, may take beyond the wait that it asked for. Real time.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
