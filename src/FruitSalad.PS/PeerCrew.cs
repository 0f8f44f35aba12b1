using System.Globalization;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Stealing;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>
/// The peers of a salad without a master, and who gathers their results. Ended as a whole; until then its workers are the
/// session's.
/// </summary>
internal sealed class PeerCrew : IAsyncDisposable
{
    /// <summary>A busy machine may let a process wait so long. Real time, whatever the time scale.</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(3);

    /// <summary>Real time as well: nobody asks around without a pause.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    private readonly ILocalPeer[] _peers;
    private readonly GathererHost _gatherer;
    private readonly PeerStart _start;

    private PeerCrew(ILocalPeer[] peers, GathererHost gatherer, PeerStart start, IEnumerable<CrashPlan> plans)
    {
        _peers = peers;
        _gatherer = gatherer;
        _start = start;
        Ledger = SaladMasterHandle.Of(gatherer.Ledger);
        Workers = [.. peers.Zip(plans, (peer, plan) => new SaladWorker(Ledger, peer, plan.Probability))];
        Workers.ForEach(Session.Add);
    }

    /// <summary>The salad's history and results. None of the session's masters: nobody hands anything out.</summary>
    public SaladMasterHandle Ledger { get; }

    /// <summary>The peers, by their numbers.</summary>
    public List<SaladWorker> Workers { get; }

    /// <summary>How often the peers were asked for results.</summary>
    public int Questions => _gatherer.Calls;

    /// <summary>Starts peers, and meets them all: the clock runs from then on.</summary>
    /// <param name="recipe">What is made: tasks that do not depend on each other, in their order.</param>
    /// <param name="policy">The policy, before the time scale.</param>
    /// <param name="timeScale">What durations are multiplied with.</param>
    /// <param name="seed">The seed of everything random.</param>
    /// <param name="plans">What goes wrong with each peer.</param>
    /// <param name="command">Starts a process; null: peers are threads of this one.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    /// <exception cref="PeerStartException">A peer ended before it listened.</exception>
    public static async Task<PeerCrew> StartAsync(
        Recipe recipe, SaladPolicy policy, double timeScale, long seed, IReadOnlyList<CrashPlan> plans, ChildCommand? command,
        CancellationToken cancellation)
    {
        var settings = new SaladSettings
        {
            Name = recipe.Name,
            Id = Guid.NewGuid(),
            Policy = PolicyOf(policy, timeScale),
            TimeScale = timeScale,
            Seed = seed,
            ExpectWorkers = plans.Count,
        };
        var keys = SaladKeys.Create();
        var peers = new List<ILocalPeer>();
        try
        {
            foreach (CrashPlan plan in plans)
            {
                peers.Add(Start(new PeerSettings
                {
                    Id = Guid.NewGuid(),
                    Index = peers.Count,
                    Salad = settings.Id,
                    Keys = keys,
                    Plan = plan,
                    Seed = seed,
                    Culture = CultureInfo.CurrentUICulture.Name,
                }, command));
            }

            int[] ports = await PortsAsync(peers, cancellation).ConfigureAwait(false);
            var start = PeerStart.Of(TermsOf(recipe, settings, plans.Count), ports);
            var gatherer = GathererHost.Start(
                settings, [.. recipe.Tasks.Select(TaskInput.Of)], [.. peers.Zip(ports, Seat)], keys, TimeProvider.System);
            var crew = new PeerCrew([.. peers], gatherer, start, plans);
            try
            {
                await gatherer.Met.WaitAsync(cancellation).ConfigureAwait(false);
                return crew;
            }
            catch
            {
                await crew.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            await EndAsync(peers).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>All peers begin.</summary>
    public void Begin() => Array.ForEach(_peers, peer => peer.Begin(_start));

    /// <summary>Tells all peers that the salad is over.</summary>
    /// <returns>How those stood that answered.</returns>
    public Task<IReadOnlyList<PeerStatus>> DismissAsync() => _gatherer.DismissAsync();

    /// <summary>Ends the peers that have not ended. What was gathered is gone with it.</summary>
    public async ValueTask DisposeAsync()
    {
        Workers.ForEach(Session.Remove);
        await EndAsync(_peers).ConfigureAwait(false);
        await _gatherer.DisposeAsync().ConfigureAwait(false);
        Ledger.Dispose();
    }

    private static ILocalPeer Start(PeerSettings settings, ChildCommand? command) =>
        command is null ? PeerThread.Start(settings) : WorkerProcess.Start(command, settings);

    private static SaladPolicy PolicyOf(SaladPolicy policy, double timeScale)
    {
        SaladPolicy scaled = PeerTerms.PolicyOf(policy).Scale(timeScale);
        return scaled with
        {
            Lease = scaled.Lease < ShortestSilence ? ShortestSilence : scaled.Lease,
            IdleLimit = scaled.IdleLimit < ShortestSilence ? ShortestSilence : scaled.IdleLimit,
        };
    }

    private static PeerTerms TermsOf(Recipe recipe, SaladSettings settings, int peers)
    {
        var terms = new PeerTerms
        {
            Tasks = [.. recipe.Tasks.Select(task => task with { Duration = task.Duration * settings.TimeScale })],
            Shares = PeerTerms.Deal(recipe.Tasks.Count, peers),
            Lease = settings.Policy.Lease,
            MaxAttempts = settings.Policy.MaxAttempts,
        };
        TimeSpan pause = terms.Pause * settings.TimeScale;
        return terms with { Pause = pause < ShortestPause ? ShortestPause : pause };
    }

    /// <summary>Waits until all peers listen.</summary>
    private static async Task<int[]> PortsAsync(List<ILocalPeer> peers, CancellationToken cancellation)
    {
        try
        {
            return await Task.WhenAll(peers.Select(peer => peer.Port)).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PeerStartException(string.Join(
                Environment.NewLine, peers.OfType<WorkerProcess>().Select(peer => peer.Errors).Where(text => text.Length > 0)));
        }
    }

    private static (WorkerId, WorkerIntroduction, MasterAddress) Seat(ILocalPeer peer, int port) => (
        new WorkerId(peer.Id), new WorkerIntroduction(peer.Name, peer.ProcessId, Environment.MachineName),
        new MasterAddress("127.0.0.1", port));

    /// <summary>All at once, then wait for each: a killed process takes a moment to be gone.</summary>
    private static async Task EndAsync(IReadOnlyCollection<ILocalPeer> peers)
    {
        foreach (ILocalPeer peer in peers)
        {
            peer.Kill();
        }

        foreach (ILocalPeer peer in peers)
        {
            await peer.DisposeAsync().ConfigureAwait(false);
        }
    }
}
