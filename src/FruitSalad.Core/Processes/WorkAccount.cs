using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>What workers' own logs say of their work.</summary>
/// <param name="Executions">How often work on a task began.</param>
/// <param name="Wasted">The time spent on attempts whose result is not the accepted one, real time.</param>
public readonly record struct WorkAccount(int Executions, TimeSpan Wasted)
{
    /// <summary>Adds up the logs.</summary>
    /// <param name="lines">The lines of all workers, of each in its order, with the name of who said them.</param>
    /// <param name="accepted">Of each accepted task, the attempt.</param>
    /// <remarks>Work that a kill from outside ends has no end in the log, and counts as an execution without a length.</remarks>
    public static WorkAccount Of(
        IEnumerable<(string Worker, WorkerLine Line)> lines, IReadOnlyDictionary<int, int> accepted)
    {
        int executions = 0;
        TimeSpan wasted = TimeSpan.Zero;
        var begun = new Dictionary<(string Worker, int Task, int Attempt), DateTimeOffset>();
        foreach ((string worker, WorkerLine line) in lines)
        {
            var work = (worker, line.TaskId, line.Attempt);
            if (line.Kind == WorkerLineKind.Preparing)
            {
                executions++;
                begun[work] = line.Time;
            }
            else if (begun.Remove(work, out DateTimeOffset since) && accepted.GetValueOrDefault(line.TaskId) != line.Attempt)
            {
                wasted += line.Time - since;
            }
        }

        return new WorkAccount(executions, wasted);
    }
}
