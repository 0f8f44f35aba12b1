using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Simulation;

/// <summary>
/// What the store answers must be true of its events, not only harmless. Each is asked right after the transition's
/// <see cref="Look"/>.
/// </summary>
internal sealed partial class Watch
{
    private readonly Dictionary<WorkerId, (long Request, Grant[] Grants)> _answers = [];

    /// <summary>A question was answered: with what it leases, all of it, and with the same again if asked again.</summary>
    public void Answered(WorkerId worker, long request, in Claim claim)
    {
        if (_checker is null)
        {
            return;
        }

        if (claim.Done)
        {
            _checker.ObserveAnswer(worker, claim);
        }

        foreach (Grant grant in claim.Grants)
        {
            if (_checker.Fold.Task(grant.Task.Id)?.HeldUnder(worker, grant.Attempt) is null)
            {
                Report("S4", $"T-{grant.Task.Id:00} was handed to a worker that does not hold it.");
            }
        }

        CheckHandedOver(worker, request, claim.Grants);
        bool first = !_answers.TryGetValue(worker, out (long Request, Grant[]) last);
        if (first || claim.Grants.Length > 0 || request > last.Request)
        {
            _answers[worker] = (request, claim.Grants);
        }
    }

    /// <summary>Results were judged; the tasks that accepted ones brought along are there, and no others.</summary>
    public void Judged(WorkerId worker, IReadOnlyList<ResultEntry> results, Verdict[] verdicts, int tasksBefore)
    {
        int children = 0;
        for (int i = 0; _checker is not null && i < verdicts.Length; i++)
        {
            children += verdicts[i] is Verdict.Accepted or Verdict.LateAccepted ? results[i].Children.Count : 0;
            if (Untrue(worker, results[i], verdicts[i]) is { } why)
            {
                Report("S13", $"A result of T-{results[i].TaskId:00} was answered {verdicts[i]}: {why}");
            }
        }

        if (TaskCount - tasksBefore != children)
        {
            Report("S12", $"{children} tasks came with accepted results, {TaskCount - tasksBefore} were added.");
        }
    }

    /// <summary>Leases were renewed, but those named as lost.</summary>
    public void Renewed(WorkerId worker, IReadOnlyList<HeldTask> held, HeldTask[] lost)
    {
        for (int i = 0; _checker is not null && i < held.Count; i++)
        {
            HeldTask lease = held[i];
            FoldedTask? task = _checker.Fold.Task(lease.TaskId)?.HeldUnder(worker, lease.Attempt);
            bool alive = task is not null;
            if (alive == lost.Contains(lease))
            {
                string told = alive ? "lost" : "alive";
                Report("S5", $"Of its lease of T-{lease.TaskId:00} a worker was told that it is {told}.");
            }
            else if (alive && task!.LastEvent!.Sequence < _first)
            {
                Report("S9", $"The lease of T-{lease.TaskId:00} was renewed, and nothing came of it.");
            }
        }
    }

    /// <summary>A worker gave these leases back, or said that they failed: no other may have ended by its word.</summary>
    public void GaveBack(IReadOnlyList<HeldTask> held)
    {
        for (long i = _first; _checker is not null && i < _next; i++)
        {
            EventRecord record = events.At(i);
            if (record.Kind is EventKind.Failed or EventKind.Released
                && !held.Contains(new HeldTask(record.Task!.Id, record.Attempt)))
            {
                Report("S5", $"Attempt {record.Attempt} of T-{record.Task.Id:00} ended, and another one was named.");
            }
        }
    }

    /// <summary>Where a worker stands, before something happens to it.</summary>
    public WorkerState? StateOf(WorkerId worker) => _checker?.Fold.Worker(worker)?.State;

    /// <summary>A connection closed: the end of the last one counts at once, that of an older one not at all.</summary>
    public void Disconnected(WorkerId worker, int connection, bool exited, WorkerState? before)
    {
        if (_checker?.Fold.Worker(worker) is not { } folded)
        {
            return;
        }

        if (connection < folded.Connections)
        {
            for (long i = _first; i < _next; i++)
            {
                if (events.At(i) is { Kind: EventKind.WorkerDisconnected } record && record.Worker!.Id == worker)
                {
                    Report("S9", $"{folded.Name} was taken for absent by the end of an older connection.");
                }
            }
        }
        else if (before is WorkerState.Waiting or WorkerState.Working
            && folded.State is not (WorkerState.Away or WorkerState.Lost))
        {
            Report("L2", $"That the connection of {folded.Name} is closed was not noticed.");
        }
        else if (exited && folded.State == WorkerState.Away && settings.Policy.OnDisconnect == DisconnectPolicy.Requeue)
        {
            Report("L2", $"That {folded.Name} has exited was not noticed.");
        }
    }

    /// <summary>An addition was answered with the number of its first task.</summary>
    public void Added(string request, int? first, int count)
    {
        if (first is { } id)
        {
            _checker?.CheckAdditions([new AcknowledgedAddition(request, id, count)]);
        }
    }

    private void CheckHandedOver(WorkerId worker, long request, Grant[] grants)
    {
        for (long i = _first; i < _next; i++)
        {
            EventRecord record = events.At(i);
            if (record.Kind == EventKind.Granted
                && !Array.Exists(grants, grant => grant.Task.Id == record.Task!.Id && grant.Attempt == record.Attempt))
            {
                Report("S4", $"T-{record.Task!.Id:00} was leased, and not handed over.");
            }
        }

        if (StateOf(worker) is not (WorkerState.Waiting or WorkerState.Working)
            || !_answers.TryGetValue(worker, out (long Request, Grant[] Grants) last) || last.Request != request)
        {
            return;
        }

        foreach (Grant held in last.Grants)
        {
            if (_checker!.Fold.Task(held.Task.Id)!.HeldUnder(worker, held.Attempt) is not null
                && !Array.Exists(grants, grant => grant.Task.Id == held.Task.Id && grant.Attempt == held.Attempt))
            {
                Report("S4", $"Asked again, T-{held.Task.Id:00} was not handed over again.");
            }
        }
    }

    private string? Untrue(WorkerId worker, in ResultEntry entry, Verdict verdict)
    {
        EventFold fold = _checker!.Fold;
        FoldedTask? task = fold.Task(entry.TaskId);
        return verdict switch
        {
            Verdict.Accepted or Verdict.LateAccepted when !entry.Intact => "it was damaged.",
            Verdict.Accepted or Verdict.LateAccepted when !(task is { State: TaskState.Done } && Counts(entry, task)) =>
                "it does not count.",
            Verdict.AlreadyAccepted when !Counted(task!, entry.Attempt) => "another attempt was accepted.",
            Verdict.Compared when !Counted(task!, entry.Attempt) => "it was not counted.",
            Verdict.Superseded when task!.AcceptedAttempt == entry.Attempt => "it is the accepted one.",
            Verdict.Superseded when task!.State != TaskState.Done && !settings.Policy.IsReplicated
                && settings.Policy.LateResult == LateResult.FirstValid => "no other result was there.",
            Verdict.Closed when fold.EndReason == EndReason.None => "the salad has not ended.",
            Verdict.Unknown when entry.Intact && entry.Unfit is null && task?.IssuedTo(entry.Attempt) is { } holder
                && holder.Id == worker => "that attempt was issued to its sender.",
            _ => null,
        };
    }

    /// <summary>Whether this attempt's result is the task's, or one of those that were compared.</summary>
    private static bool Counted(FoldedTask task, int attempt) => task.Replicas.Count == 0
        ? task.AcceptedAttempt == attempt
        : task.Replicas.Any(replica => replica.AcceptedAttempt == attempt);

    /// <summary>Whether this result is the accepted one, or was credited to the attempt that held the task.</summary>
    private bool Counts(in ResultEntry entry, FoldedTask task) =>
        task.AcceptedAttempt == entry.Attempt || settings.Policy.LateResult == LateResult.CreditHolder;
}
