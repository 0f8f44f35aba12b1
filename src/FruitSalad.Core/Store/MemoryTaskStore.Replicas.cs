using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// A task that several distinct workers do, Byzantine ones among them. Each replica is a cell and a row of its own, with
/// its own lease; the task's own row is a summary of theirs and stands in no list. Attempts and charges are counted over
/// the whole task. What no quorum can decide gets more replicas, up to the policy's limit.
/// </summary>
public sealed partial class MemoryTaskStore
{
    /// <summary>A task that can be handed out is handed out several times, if the policy says so.</summary>
    private void Spread(TaskCell task, TimeSpan now)
    {
        if (_policy.IsReplicated && task.Row.State == TaskState.Ready)
        {
            TaskVote vote = (task.Ties ??= new TaskTies()).Vote ??= new TaskVote();
            vote.Replicas.Clear();
            AddReplicas(task, vote, _policy.Replicas, now);
        }
    }

    private void AddReplicas(TaskCell task, TaskVote vote, int count, TimeSpan now)
    {
        for (int i = 0; i < count; i++)
        {
            var replica = new TaskCell(task.Id, task.ToNew())
            {
                Ties = task.Ties!.ForReplica(new Ballot(task, ++vote.Numbers)),
                Row = _rules.Add(0, now, now) with { Charges = task.Row.Charges },
            };
            vote.Replicas.Add(replica);
            Place(replica, suspended: false, now);
            Settle(task, now);
            Record(EventKind.Replicated, now, replica);
        }
    }

    /// <summary>What is counted over the whole task follows the replica that has just changed.</summary>
    private static void Share(TaskCell replica)
    {
        if (replica.Ballot?.Task is not { } task)
        {
            return;
        }

        task.Row = task.Row with { Charges = replica.Row.Charges };
        foreach (TaskCell other in task.Vote!.Replicas)
        {
            other.Row = other.Row with { Charges = replica.Row.Charges };
        }
    }

    /// <summary>The task's own row follows those of its replicas, until it is decided.</summary>
    private void Settle(TaskCell task, TimeSpan now)
    {
        if (task.Row.State is TaskState.Done or TaskState.Dead)
        {
            return;
        }

        List<TaskCell> replicas = task.Vote!.Replicas;
        TaskRow row = task.Row with { State = TaskState.Ready, Delayed = false, Deadline = TimeSpan.MaxValue };
        if (replicas.Exists(replica => replica.Row.State == TaskState.Leased))
        {
            row = row with { State = TaskState.Leased };
        }
        else if (!replicas.Exists(replica => replica.Row.State == TaskState.Ready)
            && replicas.FindAll(replica => replica.Row.Delayed) is { Count: > 0 } delayed)
        {
            row = row with { State = TaskState.Blocked, Delayed = true, Deadline = delayed.Min(replica => replica.Row.Deadline) };
        }

        Put(task, row, now);
    }

    /// <summary>An answer came in for a task that several do.</summary>
    private Verdict Answer(TaskCell task, WorkerRecord sender, in ResultEntry entry, TimeSpan now)
    {
        bool issued = entry.Intact && task.IssuedTo(entry.Attempt) == sender.Id;
        string? unfit = issued ? entry.Unfit ?? FirstUnfit(entry.Children) : null;
        TaskCell? replica = issued ? task.Vote!.Issues[entry.Attempt - 1] : null;
        Verdict verdict = Verdict.Unknown;
        if (replica is not null)
        {
            TaskRow before = replica.Row;
            bool open = task.Vote!.Replicas.Contains(replica)
                && (replica.Ballot!.By == sender.Id || _rules.MayVote(false, task.Vote.IsAnsweredBy(sender.Id)));
            (TaskRow row, verdict) = _rules.Accept(
                before, sender.Id, entry.Attempt, unfit is null, _end != EndReason.None, _policy);
            if (verdict is Verdict.Accepted or Verdict.LateAccepted && open)
            {
                return Count(task, replica, row, verdict, sender, entry, now);
            }

            verdict = verdict is Verdict.Accepted or Verdict.LateAccepted ? Verdict.Superseded : verdict;
        }

        Record(EventKind.Dropped, now, task, entry.Attempt, sender, detail: verdict.ToString());
        if (unfit is not null)
        {
            Fail(replica!, sender, entry.Attempt, unfit, now);
        }

        return verdict;
    }

    private Verdict Count(
        TaskCell task, TaskCell replica, in TaskRow row, Verdict verdict, WorkerRecord sender, in ResultEntry entry, TimeSpan now)
    {
        TaskRow before = replica.Row;
        Ballot ballot = replica.Ballot!;
        ballot.Answer = entry.Digest ?? ResultDigest.Of(entry);
        ballot.By = sender.Id;
        Put(replica, row, now);
        Record(EventKind.Answered, now, replica, entry.Attempt, sender, detail: ballot.Answer);
        EndLease(before, replica, sender);
        StartFirst(sender, now);
        if (task.Row.State == TaskState.Done)
        {
            Compare(task, replica, now);
            return Verdict.Compared;
        }

        Tally tally = task.Vote!.Count();
        if (!_rules.IsDecided(tally, _policy))
        {
            Revote(task, tally, now);
            return Verdict.Compared;
        }

        Elect(task, replica, verdict, sender, entry, now);
        return verdict;
    }

    /// <summary>So many equal answers are in: the task is done, and whoever answered otherwise is named.</summary>
    private void Elect(
        TaskCell task, TaskCell replica, Verdict verdict, WorkerRecord sender, in ResultEntry entry, TimeSpan now)
    {
        bool wasDead = task.Row.State == TaskState.Dead;
        TaskVote vote = task.Vote!;
        vote.Accepted = replica.Ballot!.Answer;
        Put(task, _rules.Elect(task.Row, entry.Attempt), now);
        task.Result = entry.Result;
        Record(verdict == Verdict.Accepted ? EventKind.Accepted : EventKind.LateAccepted, now, task, entry.Attempt, sender);
        _counts.Surplus += vote.Replicas.Count(each => each.Row.IsLive);
        foreach (TaskCell each in vote.Replicas)
        {
            if (each.Ballot!.Answer is not null)
            {
                Compare(task, each, now);
            }
            else if (each.Row.State != TaskState.Leased)
            {
                LetWait(each, now);
            }
        }

        if (wasDead)
        {
            Exhume(task);
        }

        Unblock(task, now);
        AddAll(entry.Children, now);
    }

    /// <summary>A replica of a decided task that nobody has taken yet: for a while somebody still may.</summary>
    private void LetWait(TaskCell replica, TimeSpan now)
    {
        TimeSpan until = _rules.ComparedUntil(now, _policy);
        if (replica.Row.State == TaskState.Ready && until > now && !_stopping)
        {
            _deadlines.Set(replica, until);
        }
        else
        {
            Spare(replica, now);
        }
    }

    private void Spare(TaskCell replica, TimeSpan now)
    {
        if (replica.Row.IsLive)
        {
            Put(replica, _rules.Spare(replica.Row), now);
            Record(EventKind.Spared, now, replica);
        }
    }

    private void Compare(TaskCell task, TaskCell replica, TimeSpan now)
    {
        WorkerRecord worker = _workersById[replica.Ballot!.By];
        if (replica.Ballot.Answer == task.Vote!.Accepted)
        {
            worker.Accepted++;
        }
        else
        {
            worker.Disagreed++;
            Record(EventKind.Disagreed, now, replica, replica.Row.AcceptedAttempt, worker);
        }
    }

    /// <summary>The vote is not decided. Where those that are still asked cannot decide it, more are, or nobody can.</summary>
    private void Revote(TaskCell task, in Tally tally, TimeSpan now)
    {
        if (task.Row.State == TaskState.Dead)
        {
            return;
        }

        if (_rules.Missing(tally, _policy) is { } missing)
        {
            AddReplicas(task, task.Vote!, missing, now);
        }
        else
        {
            string why = $"Of {tally.Made} answers no {_policy.Quorum} are equal.";
            Kill(task, DeathCause.NoQuorum, why, null, now);
        }
    }

    /// <summary>A task's end without a result is the end of everything that is done for it.</summary>
    private void Kill(TaskCell task, DeathCause cause, string? why, WorkerRecord? holder, TimeSpan now)
    {
        if (why is not null)
        {
            (task.Ties ??= new TaskTies()).LastError = why;
        }

        foreach (TaskCell replica in task.Vote?.Replicas ?? [])
        {
            TaskRow before = replica.Row;
            if (before.IsLive)
            {
                Put(replica, _rules.Spare(before), now);
                EndLease(before, replica, null);
            }
        }

        TaskRow last = task.Row;
        Put(task, _rules.GiveUp(last), now);
        if (task.Vote is null)
        {
            EndLease(last, task, null);
        }

        Bury(task, cause, holder, now);
    }

    private void SpareAll(TimeSpan now)
    {
        foreach (TaskCell task in _tasks)
        {
            if (task is { Row.State: TaskState.Done, Vote: { } vote })
            {
                vote.Replicas.FindAll(replica => replica.Row.State != TaskState.Leased).ForEach(replica => Spare(replica, now));
            }
        }
    }
}
