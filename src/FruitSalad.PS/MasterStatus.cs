using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>Where a salad stands, as Get-SaladStatus and Wait-Salad show it.</summary>
public sealed class MasterStatus
{
    private readonly SaladStatus _status;

    internal MasterStatus(SaladMasterHandle master, SaladStatus status)
    {
        Master = master;
        _status = status;
    }

    /// <summary>The master that was asked.</summary>
    public SaladMasterHandle Master { get; }

    /// <summary>The salad's name.</summary>
    public string Name => _status.Name;

    /// <summary>The name or the address of the machine that the master listens on.</summary>
    public string Address => Master.Address;

    /// <summary>The port that it listens on.</summary>
    public int Port => Master.Port;

    /// <summary>Where the salad stands.</summary>
    public SaladState State => _status.State;

    /// <summary>Why it ended; None while it has not.</summary>
    public EndReason EndReason => _status.EndReason;

    /// <summary>How many tasks there are.</summary>
    public int Total => _status.Total;

    /// <summary>How many can be handed out.</summary>
    public int Ready => _status.Ready;

    /// <summary>How many of these no worker that is present may take, for want of labels.</summary>
    public int Unplaced => _status.Unplaced;

    /// <summary>How many wait for others, or for their time.</summary>
    public int Blocked => _status.Blocked;

    /// <summary>How many are in progress.</summary>
    public int Leased => _status.Leased;

    /// <summary>How many have an accepted result.</summary>
    public int Done => _status.Done;

    /// <summary>How many have used up their attempts.</summary>
    public int Dead => _status.Dead;

    /// <summary>The round: 1, and one more each time an ended salad got tasks again.</summary>
    public int Round => _status.Round;

    /// <summary>Whether no more tasks will come.</summary>
    public bool Closed => _status.Closed;

    /// <summary>From the first question for a task to the end or now: without start-up.</summary>
    public TimeSpan Makespan => TimeSpan.FromMilliseconds(_status.MakespanMs);

    /// <summary>
    /// What the same tasks in the same order need on the same workers without overhead or crash; null before the end.
    /// </summary>
    public TimeSpan? Oracle => ToTime(_status.OracleMs);

    /// <summary>What the run cost beyond the oracle; null before the end.</summary>
    public TimeSpan? Overhead => Makespan - Oracle;

    /// <summary>From the master's start to the end or now: with start-up.</summary>
    public TimeSpan Elapsed => TimeSpan.FromMilliseconds(_status.ElapsedMs);

    /// <summary>Everybody who ever said hello, in that order.</summary>
    public IReadOnlyList<WorkerView> Workers => _status.Workers;

    /// <summary>The recorded seed.</summary>
    public long Seed => _status.Seed;

    /// <summary>What durations are multiplied with.</summary>
    public double TimeScale => _status.TimeScale;

    /// <summary>How long a lease lasts, scaled; null: for ever.</summary>
    public TimeSpan? Lease => ToTime(_status.LeaseMs);

    /// <summary>How many events there were.</summary>
    public long Events => _status.Events;

    /// <summary>When the master started, by the wall clock.</summary>
    public DateTimeOffset Epoch => _status.Epoch;

    /// <summary>What the owner should know about the settings.</summary>
    public IReadOnlyList<SaladWarning> Warnings => _status.Warnings;

    private static TimeSpan? ToTime(double? ms) => ms is { } known ? TimeSpan.FromMilliseconds(known) : null;
}
