using System.Management.Automation;
using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Rpc;

namespace FruitSalad.PS.Commands;

/// <summary>Puts a channel between workers and a master, which delays, loses, doubles, reorders or damages messages.</summary>
/// <remarks>
/// <para>
/// Workers that are given the channel instead of the master talk through it and do not know. It works on messages, not
/// bytes: a lost one is missed by its caller's timeout only (Start-SaladWorker -CallTimeoutSeconds), and then said again.
/// What happens to each message follows from the seed. Durations are multiplied with the salad's time scale.
/// </para>
/// <para>
/// A perfect channel with a known longest delay T keeps the tutorial's rule: without renewal a lease should last for the
/// longest task and 2 T; the cmdlet warns where it does not. The simulator draws from the same plans
/// (Invoke-SaladExperiment -Simulate -Channel).
/// </para>
/// </remarks>
/// <example>
/// <code>
/// $c = Start-SaladMaster | Start-SaladChannel -Loss 0.1 -Delay @{ Least = 0; Most = 3 }
/// $c | Start-SaladWorker -Count 3 -CallTimeoutSeconds 10
/// </code>
/// <para>Three workers behind a channel that loses a tenth of all messages and delays the others up to three seconds.</para>
/// </example>
/// <example>
/// <code>$m | Start-SaladChannel -ToWorker @{ Loss = 1 }</code>
/// <para>The master hears everything, and no answer ever comes back.</para>
/// </example>
/// <seealso cref="SetSaladChannelCommand"/>
/// <seealso cref="StartSaladWorkerCommand"/>
[Cmdlet(VerbsLifecycle.Start, "SaladChannel", SupportsShouldProcess = true)]
[OutputType(typeof(SaladChannel))]
public sealed class StartSaladChannelCommand : ChannelCommand
{
    /// <summary>The master behind it: as Start-SaladMaster returned it, 'host:port', or a port of this machine.</summary>
    /// <value>The only master of this session; without one, the master at 127.0.0.1:18861</value>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [MasterTransformation]
    [MasterCompleter]
    [ValidateNotNull]
    public SaladMasterHandle? Master { get; set; }

    /// <summary>The port of this machine to listen on. 0: any that is free.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The number that all chance follows from.</summary>
    /// <value>The salad's seed</value>
    [Parameter]
    public long? Seed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var master = ResolveMaster(Master);
        try
        {
            Open(master, Role.Worker);
            if (master.Addresses[0].Fingerprint is not null)
            {
                WriteError(Errors.ChannelThroughTls(master));
            }
            else if (ShouldProcess(master.ToString()))
            {
                Start(master);
            }
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            WriteError(error);
        }
    }

    private void Start(SaladMasterHandle master)
    {
        var plan = Change(ChannelPlan.Perfect);
        try
        {
            var host = ChannelHost.Start(
                master.Addresses[0], Port, SaladChannel.Scaled(plan, master.TimeScale), Seed ?? master.Seed, TimeProvider.System);
            host.IsCut = Partition;
            var channel = new SaladChannel(host, master, plan);
            Session.Add(channel);
            Warn(channel);
            WriteObject(channel);
        }
        catch (SocketException taken)
        {
            WriteError(Errors.PortTaken(Port, taken));
        }
    }

    /// <summary>The tutorial's rule for a perfect channel, where its numbers are known.</summary>
    private void Warn(SaladChannel channel)
    {
        if (channel.Behind.Host is not { } host || !channel.Plan.IsPerfect)
        {
            return;
        }

        var roundTrip = channel.Plan.ToMaster.Delay.Longest + channel.Plan.ToWorker.Delay.Longest;
        if (host.Master.NeededLease(roundTrip * channel.Behind.TimeScale) is { } needed)
        {
            WriteWarning(Text.Of(
                Strings.LeaseShorterThanChannel, host.Master.Settings.Policy.Lease!.Value.TotalSeconds, needed.TotalSeconds));
        }
    }
}
