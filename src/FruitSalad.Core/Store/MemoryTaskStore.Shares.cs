using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// Static partitioning: shares cut once, each kept for one worker and handed over whole at its first question. What comes
/// back of a share goes to whoever asks or, without a lease, is lost. With a lease, a share that nobody has asked for by
/// then goes to whoever asks, too.
/// </summary>
public sealed partial class MemoryTaskStore
{
    private readonly Untaken _untaken = new();
    private ReadyList[] _shares = [];
    private int _sharesTaken;

    private bool IsStatic => _policy.Strategy == Strategy.Static;

    private string? StaticFlaw(IReadOnlyList<NewTask> tasks)
    {
        if (Settings.ExpectWorkers < 1)
        {
            return "Static cuts the list once: say how many workers are expected.";
        }

        if (Settings.KeepOpen || _shares.Length > 0)
        {
            return "Static cuts the list once: no task may be added later.";
        }

        for (int id = 0; id < tasks.Count; id++)
        {
            if (tasks[id] is { DependsOn.Count: > 0 } or { Siblings.Count: > 0 } or { Options.Labels.Count: > 0 }
                || tasks[id].Options.Delay > TimeSpan.Zero)
            {
                return $"Task {id} ({tasks[id].Name}): Static hands each share over whole, so a task can neither wait nor choose its worker.";
            }
        }

        return null;
    }

    private void CutShares()
    {
        int[] shareOf = ShareRules.Cut(_tasks.ConvertAll(task => task.Duration), Settings.ExpectWorkers, _policy.ShareCut);
        _shares = [.. Enumerable.Range(1, Settings.ExpectWorkers).Select(_ready.Reserve)];
        foreach (TaskCell cell in _tasks)
        {
            Move(cell, _shares[shareOf[cell.Id]]);
        }
    }

    /// <summary>The share of this worker: at its first question the next one, as long as there are some.</summary>
    private ReadyList? ShareOf(WorkerRecord worker)
    {
        if (worker.Share is null && _sharesTaken < _shares.Length)
        {
            worker.Share = _shares[_sharesTaken++];
        }

        return worker.Share;
    }

    /// <summary>What nobody has asked for in time is free for all.</summary>
    private void FreeShares()
    {
        for (; _sharesTaken < _shares.Length; _sharesTaken++)
        {
            while (_shares[_sharesTaken].Next is { } cell)
            {
                Move(cell, null);
                _wakeAll = true;
            }
        }
    }

    private void Move(TaskCell cell, ReadyList? lane)
    {
        _ready.Remove(cell);
        (cell.Ties ??= new TaskTies()).Lane = lane;
        _ready.Add(cell);
    }

    /// <summary>How long the worker needs for what it holds and this task.</summary>
    private TimeSpan WorkWith(WorkerRecord worker, TaskCell cell)
    {
        TimeSpan work = cell.Duration;
        worker.Held.ForEach(held => work += held.Duration);
        return work * Settings.TimeScale;
    }

    /// <summary>Stands in the deadline queue for the shares that nobody has asked for.</summary>
    private sealed class Untaken : Timed;
}
