using System.ComponentModel;
using System.Globalization;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Stealing;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladCommand
{
    /// <summary>A busy machine may let a process wait so long. Real time, whatever the time scale.</summary>
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(3);

    /// <summary>Real time as well: nobody asks around without a pause.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a killed process may take to be gone.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(3);

    private void MakeByStealing(Recipe recipe)
    {
        CheckStealing(recipe);
        long seed = Seed ?? Random.Shared.Next();
        IReadOnlyList<SaladTask> tasks = (NoShuffle ? recipe : recipe.Shuffle(seed)).Tasks;
        var settings = new SaladSettings
        {
            Name = recipe.Name,
            Id = Guid.NewGuid(),
            Policy = PolicyOfPeers(),
            TimeScale = TimeScale,
            Seed = seed,
            ExpectWorkers = Workers,
        };
        var keys = SaladKeys.Create();
        ILocalPeer[] peers = StartPeers(settings, keys);
        try
        {
            int[] ports = AwaitPorts(peers);
            GathererHost gatherer = GathererHost.Start(
                settings, [.. tasks.Select(TaskInput.Of)], [.. peers.Select(Seat)], keys, TimeProvider.System);
            try
            {
                PeerStart start = PeerStart.Of(TermsOf(tasks, settings.Policy), ports);
                using SaladMasterHandle ledger = SaladMasterHandle.Of(gatherer.Ledger);
                Array.ForEach(peers, peer => Session.Add(new SaladWorker(ledger, peer, CrashProbability)));
                Await(gatherer.Met);
                Array.ForEach(peers, peer => peer.Begin(start));
                FollowToTheEnd(recipe, ledger);
            }
            finally
            {
                gatherer.DismissAsync().Wait();
                gatherer.DisposeAsync().AsTask().Wait();
            }
        }
        finally
        {
            EndPeers(peers, settings.Id);
        }
    }

    /// <summary>Refuses what needs somebody who knows what is done, and who is there.</summary>
    private void CheckStealing(Recipe recipe)
    {
        if (recipe.Tasks.Any(task => task.DependsOn.Count > 0))
        {
            throw Terminating(Errors.StealingNeedsIndependentTasks(recipe.Name));
        }

        if (Respawn)
        {
            throw Terminating(Errors.StealingTakesNoNewcomers(nameof(Respawn)));
        }
    }

    private SaladPolicy PolicyOfPeers()
    {
        SaladPolicy policy = PeerTerms.PolicyOf(SaladPolicy.Of(Preset)).Scale(TimeScale);
        return policy with
        {
            Lease = policy.Lease < ShortestSilence ? ShortestSilence : policy.Lease,
            IdleLimit = policy.IdleLimit < ShortestSilence ? ShortestSilence : policy.IdleLimit,
        };
    }

    private PeerTerms TermsOf(IReadOnlyList<SaladTask> tasks, SaladPolicy policy)
    {
        var terms = new PeerTerms
        {
            Tasks = [.. tasks.Select(task => task with { Duration = task.Duration * TimeScale })],
            Shares = PeerTerms.Deal(tasks.Count, Workers),
            Lease = policy.Lease,
        };
        TimeSpan pause = terms.Pause * TimeScale;
        return terms with { Pause = pause < ShortestPause ? ShortestPause : pause };
    }

    private ILocalPeer[] StartPeers(SaladSettings settings, SaladKeys keys)
    {
        ChildCommand? command = InProcess ? null : WorkerHost();
        var peers = new List<ILocalPeer>();
        try
        {
            for (int index = 0; index < Workers; index++)
            {
                var peer = new PeerSettings
                {
                    Id = Guid.NewGuid(),
                    Index = index,
                    Salad = settings.Id,
                    Keys = keys,
                    Plan = new CrashPlan { Probability = CrashProbability },
                    Seed = settings.Seed,
                    Culture = CultureInfo.CurrentUICulture.Name,
                };
                peers.Add(command is null ? PeerThread.Start(peer) : WorkerProcess.Start(command, peer));
            }

            return [.. peers];
        }
        catch (Win32Exception cannot)
        {
            EndPeers(peers, settings.Id);
            throw Terminating(Errors.WorkerHostUnavailable(cannot.Message, cannot));
        }
    }

    /// <summary>Waits until all peers listen.</summary>
    private int[] AwaitPorts(ILocalPeer[] peers)
    {
        try
        {
            return Await(Task.WhenAll(peers.Select(peer => peer.Port)));
        }
        catch (OperationCanceledException)
        {
            string errors = string.Join(Environment.NewLine, peers.OfType<WorkerProcess>().Select(peer => peer.Errors).Where(text => text.Length > 0));
            throw Terminating(Errors.WorkerHostUnavailable(errors));
        }
    }

    private static (WorkerId, WorkerIntroduction, MasterAddress) Seat(ILocalPeer peer) => (
        new WorkerId(peer.Id), new WorkerIntroduction(peer.Name, peer.ProcessId, Environment.MachineName),
        new MasterAddress("127.0.0.1", peer.Port.Result));

    /// <summary>All at once, then wait for each: a killed process takes a moment to be gone.</summary>
    private static void EndPeers(IReadOnlyList<ILocalPeer> peers, Guid salad)
    {
        foreach (ILocalPeer peer in peers)
        {
            peer.Kill();
        }

        foreach (SaladWorker worker in Session.Workers.Where(worker => worker.Master.Salad == salad))
        {
            Session.Remove(worker);
        }

        Task.WaitAll([.. peers.Select(peer => peer.DisposeAsync().AsTask())], EndTime);
    }
}
