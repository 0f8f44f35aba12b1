using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>
/// Counts renewals that arrive after their own lease's result. A worker never sends them in that order: only a channel
/// that lets messages overtake each other makes them.
/// </summary>
internal sealed class LateRenewals(ITaskStore store, Action seen) : StoreBetween(store)
{
    private readonly HashSet<(WorkerId, HeldTask)> _sent = [];

    public override ValueTask<Transition<Verdict[]>> AcceptAsync(
        WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now)
    {
        foreach (ResultEntry result in results)
        {
            _sent.Add((worker, new HeldTask(result.TaskId, result.Attempt)));
        }

        return base.AcceptAsync(worker, results, now);
    }

    public override ValueTask<Transition<RenewOutcome>> RenewAsync(
        WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now)
    {
        if (held.Any(lease => _sent.Contains((worker, lease))))
        {
            seen();
        }

        return base.RenewAsync(worker, held, now);
    }
}
