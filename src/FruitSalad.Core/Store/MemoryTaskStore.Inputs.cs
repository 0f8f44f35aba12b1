using System.Text;
using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>What a task gets from those that it depends on: their results, or the end of all hope.</summary>
public sealed partial class MemoryTaskStore
{
    /// <summary>What a task takes in an answer beside its texts, in characters, at most.</summary>
    private const int Envelope = 128;

    /// <summary>How many characters it takes to hand the task over.</summary>
    private long LengthOf(TaskCell cell)
    {
        long length = Envelope + cell.Name.Length + (cell.Payload?.Length ?? 0);
        if (cell.Ties is { DependsOn.Count: > 0 } ties)
        {
            foreach (int id in ties.DependsOn)
            {
                length += _tasks[id].Result?.Length ?? 0;
            }
        }

        return length;
    }

    private long BytesOf(TaskCell cell)
    {
        long bytes = Encoding.UTF8.GetByteCount(cell.Payload ?? "");
        foreach (int id in cell.Ties?.DependsOn ?? [])
        {
            bytes += Encoding.UTF8.GetByteCount(_tasks[id].Result ?? "");
        }

        return bytes;
    }

    private Input[] InputsOf(TaskCell cell)
    {
        if (cell.Ties is not { DependsOn.Count: > 0 } ties)
        {
            return [];
        }

        var inputs = new Input[ties.DependsOn.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new Input(ties.DependsOn[i], _tasks[ties.DependsOn[i]].Result);
        }

        return inputs;
    }

    /// <summary>A task is dead, and whatever depends on it is blocked for ever, unless somebody restarts it.</summary>
    private void Bury(TaskCell dead, DeathCause cause, WorkerRecord? holder, TimeSpan now)
    {
        Record(EventKind.Died, now, dead, dead.Row.Attempt, holder, detail: cause.ToString());
        var next = new Queue<TaskCell>([dead]);
        while (next.TryDequeue(out TaskCell? cell))
        {
            foreach (TaskCell dependant in cell.Ties?.Dependants ?? [])
            {
                if (dependant.Ties!.BlockedBy is null)
                {
                    dependant.Ties.BlockedBy = dead;
                    next.Enqueue(dependant);
                }
            }
        }
    }

    /// <summary>
    /// A dead task has another chance: its dependants too, but those that another dead one blocks. Dependencies have
    /// smaller numbers, so in their order each finds its own settled.
    /// </summary>
    private void Exhume(TaskCell restarted)
    {
        var hopeful = new SortedSet<int>();
        var next = new Queue<TaskCell>([restarted]);
        while (next.TryDequeue(out TaskCell? cell))
        {
            foreach (TaskCell dependant in cell.Ties?.Dependants ?? [])
            {
                if (dependant.Ties!.BlockedBy == restarted && hopeful.Add(dependant.Id))
                {
                    next.Enqueue(dependant);
                }
            }
        }

        foreach (int id in hopeful)
        {
            _tasks[id].Ties!.BlockedBy = DeadAmong(_tasks[id].Ties!.DependsOn);
        }
    }

    private TaskCell? DeadAmong(IReadOnlyList<int> tasks)
    {
        foreach (int id in tasks)
        {
            TaskCell cell = _tasks[id];
            if (cell.Row.State == TaskState.Dead)
            {
                return cell;
            }

            if (cell.Ties?.BlockedBy is { } dead)
            {
                return dead;
            }
        }

        return null;
    }
}
