using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>A task that several workers do: its replicas are tasks of their own, and its state sums theirs up.</summary>
public sealed partial class EventFold
{
    private void ApplyToVote(FoldedTask replica, SaladEvent e, FoldedWorker? worker)
    {
        switch (e.Kind)
        {
            case EventKind.Replicated:
                if (replica.Original is { } task)
                {
                    Settle(task);
                }

                break;
            case EventKind.Answered:
                replica.Answer = e.Detail;
                replica.AnsweredBy = worker;
                replica.AcceptedAttempt = e.Attempt;
                Move(replica, TaskState.Done);
                if (replica.Original is { State: TaskState.Done } original && original.Answer == replica.Answer)
                {
                    worker?.Credit();
                }

                break;
            case EventKind.Disagreed:
                replica.Disagreed = true;
                worker?.Blame();
                break;
            case EventKind.Spared:
                Move(replica, TaskState.Dead);
                break;
        }
    }

    /// <summary>The replica that an event names; one that no earlier event named begins here.</summary>
    private static FoldedTask ReplicaOf(FoldedTask task, SaladEvent e)
    {
        task.ReplicaList ??= [];
        foreach (FoldedTask known in task.ReplicaList)
        {
            if (known.Replica == e.Replica)
            {
                return known;
            }
        }

        var replica = new FoldedTask(task.Id)
        {
            Original = task,
            Replica = e.Replica,
            Name = task.Name,
            Duration = task.Duration,
            DependsOn = task.DependsOn,
            Options = task.Options,
            State = TaskState.Ready,
            Charges = task.Charges,
            IsWhole = task.IsWhole && e.Kind == EventKind.Replicated,
        };
        task.LastReplica = e.Replica;
        task.ReplicaList.Add(replica);
        return replica;
    }

    private void Accept(FoldedTask task, SaladEvent e, FoldedWorker? worker)
    {
        task.AcceptedAttempt = e.Attempt;
        task.AcceptedBy = e;
        Move(task, TaskState.Done);
        if (task.ReplicaList is not { } replicas)
        {
            worker?.Credit();
            return;
        }

        task.Answer = replicas.Find(replica => replica.AcceptedAttempt == e.Attempt)?.Answer;
        foreach (FoldedTask replica in replicas)
        {
            _counts.Surplus += replica.IsLive ? 1 : 0;
            if (replica.Answer is not null && replica.Answer == task.Answer)
            {
                replica.AnsweredBy?.Credit();
            }
        }
    }

    private void Die(FoldedTask task)
    {
        for (int i = 0; i < task.ReplicaList?.Count; i++)
        {
            if (task.ReplicaList[i].IsLive)
            {
                Move(task.ReplicaList[i], TaskState.Dead);
            }
        }

        Move(task, TaskState.Dead);
    }

    private void Restart(FoldedTask task)
    {
        task.Charges = 0;
        task.ChargedAt = null;
        task.NotBefore = null;
        task.ReplicaList?.Clear();
        Move(task, IsMissingOne(task) ? TaskState.Blocked : TaskState.Ready);
    }

    /// <summary>Whether a result that it depends on is not there: it died before it could begin.</summary>
    private bool IsMissingOne(FoldedTask task)
    {
        for (int i = 0; i < task.DependsOn.Count; i++)
        {
            if (Task(task.DependsOn[i])?.State != TaskState.Done)
            {
                return true;
            }
        }

        return false;
    }

    private static void ShareCharges(FoldedTask replica)
    {
        if (replica.Original is not { } task)
        {
            return;
        }

        task.Charges = replica.Charges;
        foreach (FoldedTask other in task.Replicas)
        {
            other.Charges = replica.Charges;
        }
    }

    /// <summary>Until a task is decided it is where its replicas are: leased before ready before delayed.</summary>
    private void Settle(FoldedTask task)
    {
        if (task.State is TaskState.Done or TaskState.Dead)
        {
            return;
        }

        bool ready = false;
        TimeSpan? due = null;
        foreach (FoldedTask replica in task.Replicas)
        {
            if (replica.State == TaskState.Leased)
            {
                Move(task, TaskState.Leased);
                return;
            }

            ready |= replica.State == TaskState.Ready;
            due = replica.Delayed && !(due < replica.NotBefore) ? replica.NotBefore : due;
        }

        if (ready || due is null)
        {
            Move(task, TaskState.Ready);
        }
        else
        {
            task.NotBefore = due;
            Move(task, TaskState.Blocked, delayed: true);
        }
    }
}
