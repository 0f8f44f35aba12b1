using System.Globalization;
using FruitSalad.Processes;
using FruitSalad.PS.Scripts;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>Starts workers for a master: processes or threads, replaced when they crash or not.</summary>
/// <param name="master">Whom they work for.</param>
/// <param name="command">How to start a process; null: threads.</param>
internal sealed class WorkerStarter(SaladMasterHandle master, ChildCommand? command)
{
    /// <summary>Successors of a worker draw from streams far from those of the workers beside it.</summary>
    private const int SuccessorStride = 100_000;

    /// <summary>Where they find their masters, in the order to try.</summary>
    public IReadOnlyList<MasterAddress> Masters { get; init; } = master.Addresses;

    public CrashPlan Plan { get; init; } = CrashPlan.None;

    public int Prefetch { get; init; } = 1;

    /// <summary>How long the tasks in hand should last; null: as many as <see cref="Prefetch"/>, always.</summary>
    public TimeSpan? Ahead { get; init; }

    public bool AllowScript { get; init; }

    public bool Quiet { get; init; }

    public bool Rehearse { get; init; } = true;

    public IReadOnlyList<string> Labels { get; init; } = [];

    public double Lie { get; init; }

    public long? Seed { get; init; }

    public bool Respawn { get; init; }

    /// <summary>How long after a crash, at least.</summary>
    public TimeSpan RespawnAfter { get; init; }

    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Starts one more worker and makes it one of the session's.</summary>
    /// <param name="name">What people call it; null: "W-pid".</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public SaladWorker Start(string? name)
    {
        int ordinal = Session.NextOrdinal(master);
        ILocalWorker local = Respawn
            ? new RespawningWorker(successor => StartOne(name, ordinal, successor), TimeProvider.System, RespawnAfter)
            : StartOne(name, ordinal, 0);
        var worker = new SaladWorker(master, local, Plan.Probability);
        Session.Add(worker);
        return worker;
    }

    /// <summary>The settings of a worker with this number.</summary>
    public WorkerSettings SettingsOf(string? name, int ordinal) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        Masters = Masters,
        Key = master.WorkerKey!,
        Prefetch = Prefetch,
        AheadMs = Ahead?.TotalMilliseconds,
        AllowScript = AllowScript,
        Quiet = Quiet,
        Rehearse = Rehearse,
        Labels = Labels,
        Lie = Lie,
        Plan = Plan,
        Seed = Seed ?? master.Seed,
        Ordinal = ordinal,
        Culture = CultureInfo.CurrentUICulture.Name,
        GiveUpMs = GiveUpAfter.TotalMilliseconds,
        CallTimeoutMs = CallTimeout.TotalMilliseconds,
    };

    private ILocalWorker StartOne(string? name, int ordinal, int successor)
    {
        WorkerSettings settings = SettingsOf(name, ordinal + (successor * SuccessorStride));
        if (master.Host is { } host)
        {
            // A moment at most: even where a store on a disk has to be asked.
            host.Master.AnnounceAsync(new WorkerId(settings.Id), host.Clock.Now).AsTask().GetAwaiter().GetResult();
        }

        if (command is not null)
        {
            return WorkerProcess.Start(command, settings);
        }

        return WorkerThread.Start(
            settings with { Name = name ?? $"W-{ordinal}" + (successor > 0 ? $".{successor}" : "") }, say: null, () => new ScriptTaskRunner());
    }
}
