using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

public sealed partial class HistoryChecker
{
    /// <summary>
    /// Holds what workers were told against what the store has in the end, over restarts (S8, S13) and over several
    /// masters (S1, S10).
    /// </summary>
    /// <param name="acknowledged">The answers that reached workers, in any order.</param>
    /// <param name="tasks">All tasks of the store at the end.</param>
    public void CheckResults(IEnumerable<AcknowledgedResult> acknowledged, IReadOnlyList<TaskSnapshot> tasks)
    {
        Dictionary<int, TaskSnapshot> byId = tasks.ToDictionary(task => task.Task.Id);
        var counted = new Dictionary<int, AcknowledgedResult>();
        foreach (AcknowledgedResult result in acknowledged.Where(result => result.Counts))
        {
            SaladEvent? shown = Fold.Task(result.TaskId)?.LastEvent;
            if (counted.TryGetValue(result.TaskId, out AcknowledgedResult? other))
            {
                string invariant = other.Master != result.Master && other.Result != result.Result ? "S10" : "S1";
                Report(invariant, $"Task {result.TaskId} was accepted by {other.Master} and by {result.Master}.", shown);
            }
            else if (!byId.TryGetValue(result.TaskId, out TaskSnapshot? task) || task.State != TaskState.Done)
            {
                Report("S8", $"The result of task {result.TaskId} was acknowledged and is gone.", shown);
            }
            else if (task.Result != result.Result)
            {
                Report("S13", $"The accepted result of task {result.TaskId} is not the one that is kept.", shown);
            }

            counted[result.TaskId] = result;
        }
    }

    /// <summary>Holds what owners were told of their additions against what was added (S12).</summary>
    /// <param name="acknowledged">The answers that reached owners, in any order.</param>
    public void CheckAdditions(IEnumerable<AcknowledgedAddition> acknowledged)
    {
        foreach (AcknowledgedAddition addition in acknowledged)
        {
            for (int id = addition.First; id < addition.First + addition.Count; id++)
            {
                if (_complete && Fold.Task(id) is null)
                {
                    Report("S12", $"Task {id} of the addition '{addition.Request}' is gone.", _last);
                }
            }
        }
    }
}
