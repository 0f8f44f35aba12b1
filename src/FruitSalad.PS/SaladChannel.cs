using FruitSalad.Faults;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

/// <summary>
/// A channel between workers and a master, made by Start-SaladChannel. Give it to Start-SaladWorker in the master's
/// place: the workers' messages then go through it.
/// </summary>
public sealed class SaladChannel : IDisposable
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(3);
    private readonly ChannelHost _host;
    private ChannelPlan _plan;

    internal SaladChannel(ChannelHost host, SaladMasterHandle behind, ChannelPlan plan)
    {
        _host = host;
        _plan = plan;
        Behind = behind;
        Master = behind.Through(new MasterAddress(host.EndPoint.Address.ToString(), host.EndPoint.Port));
    }

    /// <summary>The master as it is seen through the channel: what workers are given.</summary>
    public SaladMasterHandle Master { get; }

    /// <summary>The master itself.</summary>
    public SaladMasterHandle Behind { get; }

    /// <summary>The port on this machine that workers connect to.</summary>
    public int Port => _host.EndPoint.Port;

    /// <summary>What happens to messages, its durations before the time scale.</summary>
    public ChannelPlan Plan
    {
        get => _plan;
        internal set
        {
            _plan = value;
            _host.Plan = Scaled(value, Behind.TimeScale);
        }
    }

    /// <summary>Whether nothing passes.</summary>
    public bool IsCut
    {
        get => _host.IsCut;
        internal set => _host.IsCut = value;
    }

    /// <summary>The seed of what happens to messages.</summary>
    public long Seed => _host.Seed;

    /// <summary>How many messages came to it, both directions together.</summary>
    public long Messages => _host.Counts.Messages;

    /// <summary>How many of them were lost.</summary>
    public long Lost => _host.Counts.Lost;

    /// <summary>How many were damaged.</summary>
    public long Damaged => _host.Counts.Damaged;

    /// <summary>How many arrived twice.</summary>
    public long Duplicated => _host.Counts.Duplicated;

    /// <summary>How many were free to overtake others.</summary>
    public long Reordered => _host.Counts.Reordered;

    /// <summary>Ends it, and every connection through it.</summary>
    public void Dispose()
    {
        Session.Remove(this);
        _host.DisposeAsync().AsTask().Wait(EndTimeout);
    }

    /// <inheritdoc/>
    public override string ToString() => $"127.0.0.1:{Port}";

    /// <summary>The plan as the channel carries it out.</summary>
    internal static ChannelPlan Scaled(ChannelPlan plan, double timeScale) => plan with
    {
        ToMaster = plan.ToMaster.Scale(timeScale),
        ToWorker = plan.ToWorker.Scale(timeScale),
    };
}
