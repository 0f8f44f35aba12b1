using FruitSalad.Processes;
using FruitSalad.Stores;

namespace FruitSalad.Chaos;

/// <summary>What a chaos run does to a salad's processes.</summary>
internal sealed record ChaosPlan
{
    /// <summary>Where the salad is kept.</summary>
    public required SaladStore Store { get; init; }

    /// <summary>The same for a master process: its file, or...</summary>
    public string? File { get; init; }

    /// <summary>...its database.</summary>
    public string? Database { get; init; }

    /// <summary>How a process is started.</summary>
    public required ChildCommand Child { get; init; }

    /// <summary>For how long processes are killed.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>The masters.</summary>
    public int Masters { get; init; } = 3;

    /// <summary>The workers.</summary>
    public int Workers { get; init; } = 10;

    /// <summary>How often one of them is killed.</summary>
    public TimeSpan KillEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes the store away and gives it back; null: it stays.</summary>
    public Func<Task>? Outage { get; init; }

    /// <summary>How often.</summary>
    public TimeSpan OutageEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Who is killed follows from it.</summary>
    public int Seed { get; init; } = 1;
}
