using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.History;
using FruitSalad.Simulation;
using FruitSalad.Stealing;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <content>Without a master: peers.</content>
internal sealed partial class RealSalad
{
    private async Task<SimulationResult> StealAsync(CancellationToken cancellation)
    {
        Recipe recipe = plan.Shuffled ? plan.Recipe.Shuffle(plan.Seed) : plan.Recipe;
        await using PeerCrew crew = await PeerCrew.StartAsync(
            recipe, plan.Policy, timeScale, plan.Seed, [.. plan.Workers.Select(worker => worker.Crash)], command, cancellation).ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        crew.Begin();
        Task[] deaths = [.. plan.Workers.Zip(crew.Workers, (worker, peer) => KillAsync(worker, peer, over.Token))];
        SaladStatus status = await AwaitEndAsync(crew.Ledger, cancellation).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(deaths).ConfigureAwait(false);
        IReadOnlyList<PeerStatus> stood = await crew.DismissAsync().ConfigureAwait(false);
        IReadOnlyList<SaladEvent> events = await ReadEventsAsync(crew.Ledger, status, cancellation).ConfigureAwait(false);
        SimulationResult result = Report(crew.Ledger, status, events);

        // Two peers may do the same task, and each calls it its first attempt: what counts is whose result was accepted.
        Dictionary<int, SaladEvent> accepted = events.Where(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted)
            .DistinctBy(e => e.TaskId).ToDictionary(e => e.TaskId);
        var work = Processes.WorkAccount.Of(
            crew.Workers.SelectMany(worker => worker.Said).Select(said => Judged(said, accepted)),
            accepted.Values.ToDictionary(e => e.TaskId, e => e.Attempt));
        return result with
        {
            Executions = work.Executions,
            WastedWork = work.Wasted / timeScale,
            Messages = 2 * (crew.Questions + CallsOf(stood)),
        };
    }

    /// <summary>Calls among peers. A dead one's are known where they came in; what two dead ones said nobody knows.</summary>
    private static long CallsOf(IReadOnlyList<PeerStatus> stood)
    {
        HashSet<int> living = [.. stood.Select(peer => peer.Index)];
        return stood.Sum(peer => peer.Said + peer.Heard.Where((_, caller) => !living.Contains(caller)).Sum(calls => (long)calls));
    }

    private static (string Worker, WorkerLine Line) Judged((string Worker, WorkerLine Line) said, Dictionary<int, SaladEvent> accepted) =>
        accepted.GetValueOrDefault(said.Line.TaskId)?.WorkerName == said.Worker ? said : (said.Worker, said.Line with { Attempt = 0 });

    private async Task KillAsync(WorkerPlan worker, SaladWorker peer, CancellationToken over)
    {
        if (worker.DiesAt is not { } dies)
        {
            return;
        }

        try
        {
            await Task.Delay(dies * timeScale, over).ConfigureAwait(false);
            peer.Kill();
        }
        catch (OperationCanceledException)
        {
            // The salad was over sooner.
        }
    }
}
