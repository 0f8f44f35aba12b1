using System.Collections.Concurrent;
using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Master;

public sealed partial class SaladMaster
{
    private readonly ConcurrentDictionary<WorkerId, bool> _leaving = new();

    /// <summary>
    /// Sends workers home: their next question is answered "done", and until then every renewal tells them to finish
    /// what runs and leave. The master calls nobody.
    /// </summary>
    /// <returns>How many of them this salad knows.</returns>
    public async ValueTask<int> DrainWorkersAsync(IReadOnlyList<WorkerId> workers, TimeSpan now)
    {
        SaladSnapshot salad = await _store.SnapshotAsync();
        WorkerId[] known = [.. salad.Workers.Select(worker => worker.Id).Intersect(workers)];
        foreach (WorkerId worker in known)
        {
            _leaving[worker] = true;
        }

        // Whoever waits with an open question gets its answer now.
        await ActAsync(new Effect(0, WakeAll: known.Length > 0, null, -1), now);
        return known.Length;
    }

    private bool MustLeave(WorkerId worker) => !_leaving.IsEmpty && _leaving.ContainsKey(worker);

    private static Answer GoHome() => new(AnswerKind.Done) { Reason = DoneReason.Drained };
}
