using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>Tasks that several workers do: distinct workers, a quorum before acceptance, and every other answer named.</summary>
public sealed partial class HistoryChecker
{
    private static FoldedTask? ReplicaOf(FoldedTask? task, SaladEvent e) =>
        task?.Replicas.FirstOrDefault(replica => replica.Replica == e.Replica);

    private void CheckReplicated(FoldedTask task, SaladEvent e)
    {
        if (!_policy.IsReplicated || (task.IsWhole && e.Replica != task.LastReplica + 1))
        {
            Report("S4", $"Replica {e.Replica} of {Name(e)} follows replica {task.LastReplica}.", task.LastEvent, e);
        }
        else if (task.IsWhole && task.State is TaskState.Done or TaskState.Dead)
        {
            Report("S11", $"{Name(e)} was {task.State}, and got one more replica.", task.LastEvent, e);
        }
        else if (task.Replicas.Count >= _policy.ReplicaLimit)
        {
            Report("L4", $"{Name(e)} has more replicas than {_policy.ReplicaLimit}.", task.LastEvent, e);
        }
    }

    private void CheckAnswered(FoldedTask replica, SaladEvent e)
    {
        FoldedTask task = replica.Original ?? replica;
        bool held = replica.IsHeldBy(e.Worker, e.Attempt);
        if (task.Knows(e.Attempt) && task.IssuedTo(e.Attempt)?.Id != e.Worker)
        {
            Report("S13", $"Attempt {e.Attempt} of {Name(e)} was never issued to {e.WorkerName}.", replica.LastEvent, e);
        }
        else if (Rival(replica, e) is { AnsweredBy: not null } rival)
        {
            Report("S4", $"{e.WorkerName} answered {Name(e)} twice.", rival.LastEvent, e);
        }
        else if (!held && _policy.LateResult != LateResult.FirstValid)
        {
            Report("S5", $"Attempt {e.Attempt} of {Name(e)} was not alive and counted.", replica.LastEvent, e);
        }
        else if (Fold.EndReason != EndReason.None)
        {
            Report("S2", $"An answer to {Name(e)} was counted after the end.", _ended, e);
        }
        else if (held)
        {
            CheckAlive(replica, e);
        }
    }

    /// <summary>Acceptance takes so many equal answers, the last of them the one that is credited.</summary>
    private void CheckElected(FoldedTask task, SaladEvent e)
    {
        FoldedTask? last = task.Replicas.FirstOrDefault(replica => replica.AcceptedAttempt == e.Attempt);
        int equal = task.Replicas.Count(replica => replica.Answer is not null && replica.Answer == last?.Answer);
        if (equal < _policy.Quorum && task.IsWhole)
        {
            Report("S4", $"{Name(e)} was accepted with {equal} equal answers of {_policy.Quorum}.", task.LastEvent, e);
        }
        else if (last is not null && last.AnsweredBy?.Id != e.Worker)
        {
            Report("S13", $"Attempt {e.Attempt} of {Name(e)} was not answered by {e.WorkerName}.", task.LastEvent, e);
        }
        else if (Fold.EndReason != EndReason.None)
        {
            Report("S2", $"A result of {Name(e)} was accepted after the end.", _ended, e);
        }
    }

    private void CheckSpared(FoldedTask replica, SaladEvent e)
    {
        if (replica.Original is { IsWhole: true, State: not TaskState.Done })
        {
            Report("S3", $"A replica of {Name(e)} was given up before the task was decided.", replica.LastEvent, e);
        }
    }

    private void CheckDisagreed(FoldedTask replica, SaladEvent e)
    {
        FoldedTask? task = replica.Original;
        bool wrong = task is { State: TaskState.Done } && replica.Answer is not null && replica.Answer != task.Answer
            && replica.AnsweredBy?.Id == e.Worker && !replica.Disagreed;
        if (!wrong && replica.IsWhole)
        {
            Report("S13", $"{e.WorkerName} was named for an answer to {Name(e)} that is not another one.", replica.LastEvent, e);
        }
    }

    /// <summary>Whoever answered otherwise than the quorum was named.</summary>
    private void CheckNamed()
    {
        foreach (FoldedTask task in Fold.Tasks)
        {
            if (task is not { State: TaskState.Done, Answer: not null })
            {
                continue;
            }

            foreach (FoldedTask replica in task.Replicas)
            {
                if (replica.Answer is not null && replica.Answer != task.Answer && !replica.Disagreed)
                {
                    Report("S13", $"{replica.AnsweredBy?.Name} answered {task.Name} otherwise and was not named.", replica.LastEvent);
                }
            }
        }
    }

    /// <summary>Another replica of the same task that this worker holds or has answered.</summary>
    private static FoldedTask? Rival(FoldedTask replica, SaladEvent e) =>
        (replica.Original ?? replica).Replicas.FirstOrDefault(other => other != replica
            && ((other.State == TaskState.Leased && other.Holder?.Id == e.Worker) || other.AnsweredBy?.Id == e.Worker));

    /// <summary>Whether no answers that may still come, from as many as the policy allows, can make a quorum.</summary>
    private bool IsHopeless(FoldedTask task)
    {
        int best = task.Replicas.Select(replica => replica.Answer).OfType<string>()
            .GroupBy(answer => answer).Select(group => group.Count()).DefaultIfEmpty().Max();
        int missing = _policy.Quorum - best - task.Replicas.Count(replica => replica.IsLive);
        return missing > 0 && task.Replicas.Count + missing > _policy.ReplicaLimit;
    }
}
