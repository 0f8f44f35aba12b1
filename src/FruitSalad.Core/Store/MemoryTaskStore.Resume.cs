using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    /// <summary>When there is something to do.</summary>
    internal TimeSpan? DueTap => NextDue();

    /// <summary>
    /// The salad is served again after nobody was there for a while. Nothing that became due meanwhile takes effect:
    /// every live lease, every absent worker's time to come back and the idle limit begin anew, once.
    /// </summary>
    internal ValueTask<Effect> ResumeAsync(TimeSpan now)
    {
        lock (_lock)
        {
            _now = now = now > _now ? now : _now;
            if (_end != EndReason.None)
            {
                return new(Finish(now));
            }

            Record(EventKind.Resumed, now);
            _quietSince = TimeSpan.FromTicks(Math.Max(_quietSince.Ticks, now.Ticks));
            foreach (WorkerRecord worker in _workers)
            {
                if (worker.Place >= 0)
                {
                    _deadlines.Set(worker, now + _policy.DisconnectGrace);
                }

                worker.Held.ForEach(cell => Resume(cell, worker, now));
            }

            return new(Finish(now));
        }
    }

    /// <summary>One whole lease from now, though never past the run limit: as if its holder had renewed it.</summary>
    private void Resume(TaskCell cell, WorkerRecord holder, TimeSpan now)
    {
        TaskRow row = _rules.Renew(cell.Row, holder.Id, cell.Row.Attempt, now, PolicyOf(cell)).Row;
        if (row.Deadline > cell.Row.Deadline)
        {
            Put(cell, row, now);
            Record(EventKind.Renewed, now, cell, row.Attempt, holder, row.Deadline);
        }
    }
}
