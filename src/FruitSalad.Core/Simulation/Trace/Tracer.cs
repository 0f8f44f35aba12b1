using FruitSalad.History;
using FruitSalad.Store;

namespace FruitSalad.Simulation;

/// <summary>Writes a simulation's story down, step by step.</summary>
/// <param name="tasks">The salad's tasks.</param>
/// <param name="gathers">Whether there is no master: in its place results are gathered.</param>
internal sealed class Tracer(NewTask[] tasks, bool gathers = false)
{
    private readonly List<TraceStep> _steps = [];
    private readonly Dictionary<int, string> _names = [];

    public IReadOnlyList<TraceStep> Steps => _steps;

    /// <summary>The worker in this place of the plan has this name now.</summary>
    public void Name(int place, string name) => _names[place] = name;

    public void Add(TimeSpan at, Actor who, Told what)
    {
        if (what.Action != TraceAction.None)
        {
            _steps.Add(Step(at, who, what));
        }
    }

    public void Add(TimeSpan at, Actor who, Told what, IReadOnlyList<int> toDo, IReadOnlyList<int> inProgress) =>
        _steps.Add(Step(at, who, what) with { ToDo = toDo, InProgress = inProgress });

    public void Add(TimeSpan at, Violation violation) => _steps.Add(
        Step(at, Actor.Master, new Told(TraceAction.Broken)) with { Violation = violation.ToString() });

    private TraceStep Step(TimeSpan at, Actor who, Told what) => new(_steps.Count + 1, at, what.Action)
    {
        AtMaster = who.AtMaster && !gathers,
        Gathers = who.AtMaster && gathers,
        Other = _names.GetValueOrDefault(what.Other),
        Worker = _names.GetValueOrDefault(who.Place),
        Timer = who.Timer,
        TaskId = what.Task,
        TaskName = what.Task < 0 ? null : tasks[what.Task % tasks.Length].Name,
    };
}
