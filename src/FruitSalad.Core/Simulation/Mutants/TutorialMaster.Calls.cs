using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

internal sealed partial class TutorialMaster
{
    private readonly Dictionary<int, int> _attempts = [];

    /// <summary>
    /// `give_task`: takes a task off the one list under the lock, and writes it down on the other under the lock again.
    /// In between it is on neither.
    /// </summary>
    private void GiveTask(SimulatedConnection connection, Action<Answer> answer)
    {
        Actor thread = connection.AtMaster;
        if (!_started)
        {
            _started = true;
            Record(EventKind.ClockStarted);
        }

        if (_toDo.Count == 0)
        {
            Tell(thread, TraceAction.PopNothing);
            Then(thread, () => LookAround(connection, answer));
            return;
        }

        TaskCell task = _toDo[^1];
        _toDo.RemoveAt(_toDo.Count - 1);
        Tell(thread, TraceAction.Pop, task);
        Then(thread, () => HandOut(connection, task, answer));
    }

    /// <summary>Without the lock: may the worker leave?</summary>
    private void LookAround(SimulatedConnection connection, Action<Answer> answer)
    {
        if (_settings.Policy.LeaveWhenDrained)
        {
            Tell(connection.AtMaster, TraceAction.SendHome);
            answer(new Answer(AnswerKind.Done) { Reason = DoneReason.Drained });
        }
        else if (_inProgress.Count > 0)
        {
            Tell(connection.AtMaster, TraceAction.LetWait);
            answer(new Answer(AnswerKind.Wait) { RetryAfterMs = _settings.Policy.Poll.TotalMilliseconds });
        }
        else
        {
            Tell(connection.AtMaster, TraceAction.SendHome);
            _watch.Answered(connection.Worker.Id, 0, new Claim([], true, EndReason.Completed));
            answer(new Answer(AnswerKind.Done) { Reason = DoneReason.Completed });
        }
    }

    private void HandOut(SimulatedConnection connection, TaskCell task, Action<Answer> answer)
    {
        WorkerRecord worker = _workers[connection.Worker.Id];
        int attempt = _attempts[task.Id] = _attempts.GetValueOrDefault(task.Id) + 1;
        _inProgress.Add(new Given(task, attempt, worker));
        Tell(connection.AtMaster, TraceAction.Append, task);
        Record(EventKind.Granted, task, attempt, worker, Now + _settings.Policy.Lease);
        if (_settings.Policy.Lease is { } timeout)
        {
            // Never cancelled: when the result is in, it finds nothing to do.
            Actor timer = Actor.TimerOf(task.Id);
            _run.Agenda.Add(Now + timeout, new Moment(timer, () => TakeBack(timer, task)));
        }

        answer(new Answer(AnswerKind.Assigned)
        {
            Tasks = [new Assignment(task.Id, attempt, task.Name, task.Duration.TotalMilliseconds)],
        });
    }

    /// <summary>`receive_result`: counts for whoever has the task in progress, and not at all if nobody has.</summary>
    private Verdict ReceiveResult(SimulatedConnection connection, TaskResult result)
    {
        Actor thread = connection.AtMaster;
        WorkerRecord sender = _workers[connection.Worker.Id];
        if (_inProgress.Find(given => given.Task.Id == result.Task) is not { } given)
        {
            TaskCell? task = (uint)result.Task < (uint)_tasks.Length ? _tasks[result.Task] : null;
            Tell(thread, TraceAction.RemoveNothing, task);
            Record(EventKind.Dropped, task, result.Attempt, sender, detail: nameof(Verdict.Superseded));
            return Verdict.Superseded;
        }

        _inProgress.Remove(given);
        Tell(thread, TraceAction.Remove, given.Task);
        bool own = given.Holder == sender && given.Attempt == result.Attempt;
        Record(own ? EventKind.Accepted : EventKind.LateAccepted, given.Task, given.Attempt, given.Holder);
        _run.Useful(connection.Worker, given.Task.Id);
        if (_toDo.Count == 0 && _inProgress.Count == 0)
        {
            Tell(thread, TraceAction.Serve);
            Record(EventKind.Ended, detail: nameof(EndReason.Completed));
        }

        return own ? Verdict.Accepted : Verdict.LateAccepted;
    }

    /// <summary>The timer of a task given out: off the one list under the lock, onto the other under the lock again.</summary>
    private void TakeBack(Actor timer, TaskCell task)
    {
        if (_fallen || _inProgress.Find(given => given.Task == task) is not { } given)
        {
            Tell(timer, TraceAction.TimerFindsNothing, task);
            return;
        }

        _inProgress.Remove(given);
        Tell(timer, TraceAction.TimerRemove, task);
        Record(EventKind.Expired, task, given.Attempt, given.Holder);
        Then(timer, () =>
        {
            _toDo.Add(task);
            Tell(timer, TraceAction.TimerAppend, task);
        });
    }
}
