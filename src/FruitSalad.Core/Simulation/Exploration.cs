using System.Numerics;

namespace FruitSalad.Simulation;

/// <summary>
/// Depth first through every order of a plan's steps. Nothing is ever undone: for each new step the run is made again
/// from the start along the path that leads there. Every history is finite, so no state comes after itself.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="merge">
/// Whether a state that is known already is not looked into again. Its schedules count all the same.
/// </param>
internal sealed class Exploration(SimulationPlan plan, bool merge = true)
{
    private readonly List<Crossroads> _path = [];
    private readonly Dictionary<ulong, BigInteger> _schedules = [];
    private BigInteger _total;
    private long _steps;

    public ExplorationResult Run(CancellationToken cancellation)
    {
        do
        {
            cancellation.ThrowIfCancellationRequested();
            var agenda = new ExploredAgenda(_path, plan.Workers.Count);
            SimulatedRun run = Start(plan, agenda);
            while (Follow(run) && IsNew(agenda))
            {
                _path.Add(new Crossroads(agenda.State, agenda.Choices));
            }

            if (run.Failed || (agenda.Choices == 0 && run.Conclude().Violations.Count > 0))
            {
                return Failure();
            }

            if (agenda.Choices == 0)
            {
                _schedules.TryAdd(agenda.State, BigInteger.One);
            }

            GoOn(_schedules[agenda.State]);
        }
        while (_path.Count > 0);
        return new ExplorationResult(_total, _schedules.Count, _steps);
    }

    private static SimulatedRun Start(SimulationPlan plan, ExploredAgenda agenda)
    {
        var run = new SimulatedRun(plan, agenda, patient: true);
        run.Prepare();
        return run;
    }

    /// <summary>To the end of the path; false: a promise was broken on the way.</summary>
    private static bool Follow(SimulatedRun run)
    {
        while (!run.Failed && run.Step())
        {
        }

        return !run.Failed;
    }

    private bool IsNew(ExploredAgenda agenda) =>
        agenda.Choices > 0 && !(merge && _schedules.ContainsKey(agenda.State));

    /// <summary>So many schedules lead on from the path's end: takes the next way that was not taken yet.</summary>
    private void GoOn(BigInteger schedules)
    {
        while (_path.Count > 0)
        {
            Crossroads last = _path[^1];
            _steps++;
            last.Schedules += schedules;
            if (++last.Chosen < last.Choices)
            {
                return;
            }

            schedules = last.Schedules;
            _schedules[last.State] = schedules;
            _path.RemoveAt(_path.Count - 1);
        }

        _total = schedules;
    }

    private ExplorationResult Failure()
    {
        SimulatedRun wrong = Start(plan with { KeepTrace = true }, new ExploredAgenda(_path, plan.Workers.Count));
        SimulationResult result = Follow(wrong) ? wrong.Conclude() : wrong.Result();
        return new(_total, _schedules.Count, _steps) { Violations = result.Violations, FirstTrace = result.Trace };
    }
}
