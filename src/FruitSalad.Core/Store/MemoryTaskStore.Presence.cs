using FruitSalad.Tasks;

namespace FruitSalad.Store;

public sealed partial class MemoryTaskStore
{
    private readonly List<WorkerRecord> _workers = [];
    private readonly Dictionary<WorkerId, WorkerRecord> _workersById = [];
    private readonly Dictionary<WorkerId, TimeSpan> _announced = [];

    /// <inheritdoc/>
    public ValueTask<Transition<int>> HelloAsync(WorkerId worker, WorkerIntroduction introduction, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            if (Hear(worker, now) is { } known)
            {
                known.Connection++;
                known.State = known.Held.Count == 0 ? WorkerState.Waiting : WorkerState.Working;
                _deadlines.Remove(known);
                Record(EventKind.WorkerReturned, now, worker: known);
                return new(new Transition<int>(known.Connection, Finish(now)));
            }

            var record = new WorkerRecord(worker, introduction, now) { Connection = 1 };
            _workers.Add(record);
            _workersById.Add(worker, record);
            _announced.Remove(worker);
            Record(EventKind.WorkerJoined, now, worker: record);
            _quietSince = TimeSpan.FromTicks(Math.Max(_quietSince.Ticks, now.Ticks));
            if (_workers.Count == Settings.ExpectWorkers && _end == EndReason.None)
            {
                // Whoever was early has asked already and waits: now everybody starts together.
                StartClock(now);
                _wakeAll = true;
            }

            return new(new Transition<int>(record.Connection, Finish(now)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Effect> AnnounceAsync(WorkerId worker, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            if (!_workersById.ContainsKey(worker))
            {
                _announced[worker] = now + _policy.StartGrace;
            }

            return new(Finish(now));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            if (_workersById.TryGetValue(worker, out WorkerRecord? record)
                && record.Connection == connection
                && (record.IsPresent || (exited && record.State == WorkerState.Away)))
            {
                Disconnect(record, exited, now);
            }

            return new(Finish(now));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Transition<int>> DismissAsync(IReadOnlyList<WorkerId> workers, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            int known = 0;
            foreach (WorkerId id in workers.Distinct())
            {
                if (!_workersById.TryGetValue(id, out WorkerRecord? record))
                {
                    continue;
                }

                known++;
                if (!record.IsDismissed)
                {
                    // Whoever waits with an open question gets its answer now.
                    record.IsDismissed = _wakeAll = true;
                    Record(EventKind.WorkerDismissed, now, worker: record);
                }
            }

            return new(new Transition<int>(known, Finish(now)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<Effect> GoodbyeAsync(WorkerId worker, TimeSpan now)
    {
        lock (_lock)
        {
            MoveTo(ref now);
            if (Hear(worker, now) is { } record)
            {
                record.State = WorkerState.Left;
                foreach (TaskCell cell in record.Held.ToArray())
                {
                    LeaseDecision decision = _rules.Release(cell.Row, worker, cell.Row.Attempt, now, PolicyOf(cell));
                    GiveBack(cell, decision, record, EventKind.Released, now);
                }

                Record(EventKind.WorkerLeft, now, worker: record);
            }

            return new(Finish(now));
        }
    }

    /// <summary>
    /// Any call of a worker's is a sign of life. Only a hello ends its absence, though: every connection begins with
    /// one, so whatever else comes from an absent worker was on its way when its connection closed.
    /// </summary>
    private WorkerRecord? Hear(WorkerId worker, TimeSpan now)
    {
        if (!_workersById.TryGetValue(worker, out WorkerRecord? record))
        {
            return null;
        }

        record.LastSeen = now;
        _quietSince = TimeSpan.FromTicks(Math.Max(_quietSince.Ticks, now.Ticks));
        return record;
    }

    private void Disconnect(WorkerRecord record, bool exited, TimeSpan now)
    {
        if (record.State != WorkerState.Away)
        {
            record.State = WorkerState.Away;
            Record(EventKind.WorkerDisconnected, now, worker: record);
            CloseQuestion(record, now);
        }

        if (_policy.OnDisconnect == DisconnectPolicy.Ignore)
        {
            return;
        }

        if (exited || _policy.DisconnectGrace <= TimeSpan.Zero)
        {
            Lose(record, now);
        }
        else
        {
            _deadlines.Set(record, now + _policy.DisconnectGrace);
        }
    }

    /// <summary>When the salad ends for want of anybody; whoever is announced is awaited first.</summary>
    private TimeSpan? IdleAt()
    {
        if (_end != EndReason.None)
        {
            return null;
        }

        TimeSpan? idle = _rules.IdleAt(_counts, _quietSince, _workers.Count > 0, _policy);
        foreach (TimeSpan until in _announced.Values)
        {
            idle = idle < until ? until : idle;
        }

        return idle;
    }

    /// <summary>An open question counted as presence until its end; nobody waits for the answer any more.</summary>
    private void CloseQuestion(WorkerRecord record, TimeSpan now)
    {
        if (record.LastSeen <= now)
        {
            return;
        }

        record.LastSeen = now;
        _quietSince = now;
        foreach (WorkerRecord other in _workers)
        {
            _quietSince = other.LastSeen > _quietSince ? other.LastSeen : _quietSince;
        }
    }

    private void Lose(WorkerRecord record, TimeSpan now)
    {
        _deadlines.Remove(record);
        record.State = WorkerState.Lost;
        Record(EventKind.WorkerLost, now, worker: record);
        foreach (TaskCell cell in record.Held.ToArray())
        {
            GiveBack(cell, _rules.Lose(cell.Row, record.Id, now, PolicyOf(cell)), record, EventKind.Lost, now);
        }
    }
}
