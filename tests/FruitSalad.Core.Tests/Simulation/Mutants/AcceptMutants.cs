using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>Wrong pages about what a result is worth.</summary>
internal static class AcceptMutants
{
    public static readonly Mutation[] All =
    [
        new("accept-anything", "whether the attempt was issued to the sender is not asked")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => call.Valid ? right : Judge(call, call.Policy, valid: true, call.Ended),
            },
        },
        new("accept-twice", "a task that is done takes another result")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => call is { Valid: true, Ended: false, Row.State: TaskState.Done }
                    ? new(call.Row with { AcceptedAttempt = call.Attempt }, Verdict.LateAccepted)
                    : right,
            },
        },
        new("accept-after-end", "a result counts though the salad has ended")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, _) => Judge(call, call.Policy, call.Valid, ended: false),
            },
        },
        new("accept-repeat-superseded", "the accepted result, said again, is called superseded")
        {
            Rules = Verdicts(Verdict.AlreadyAccepted, Verdict.Superseded),
        },
        new("accept-other-repeated", "another attempt's result is called the accepted one")
        {
            Rules = Verdicts(Verdict.Superseded, Verdict.AlreadyAccepted, row => row.State == TaskState.Done),
        },
        new("accept-discarded", "a late result counts under Discard")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => IsDropped(call, right, LateResult.Discard)
                    ? Judge(call, call.Policy with { LateResult = LateResult.FirstValid }, call.Valid, call.Ended)
                    : right,
            },
        },
        new("accept-credit-nobody", "a late result counts although nobody holds the task")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => IsDropped(call, right, LateResult.CreditHolder) && call.Row.State == TaskState.Ready
                    ? new(
                        call.Row with { State = TaskState.Done, AcceptedAttempt = call.Row.Attempt },
                        Verdict.LateAccepted)
                    : right,
            },
        },
        new("accept-not-while-held", "the first valid result is dropped while somebody else is at work")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => right.Verdict == Verdict.LateAccepted && call.Row.State == TaskState.Leased
                    ? new(call.Row, Verdict.Superseded)
                    : right,
            },
        },
        new("accept-not-of-the-dead", "the first valid result is dropped because the task is dead")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => call.Row.State == TaskState.Dead ? new(call.Row, Verdict.Superseded) : right,
            },
        },
        new("accept-late-as-held", "a late result counts as if its lease were alive")
        {
            Rules = Verdicts(Verdict.LateAccepted, Verdict.Accepted),
        },
        new("accept-held-as-late", "a result in time counts as a late one")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => right.Verdict == Verdict.Accepted && call.Policy.LateResult == LateResult.Discard
                    ? right with { Verdict = Verdict.LateAccepted }
                    : right,
            },
        },
        new("accept-credit-wrong-attempt", "a late result is written down for the attempt at work")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => right.Verdict == Verdict.LateAccepted
                    && call.Policy.LateResult == LateResult.FirstValid
                    ? right with { Row = right.Row with { AcceptedAttempt = call.Row.Attempt } }
                    : right,
            },
        },
        new("accept-not-done", "an accepted result leaves its task on the list")
        {
            Rules = new WrongRules
            {
                OnAccept = (_, right) => right.Verdict == Verdict.Accepted
                    ? right with { Row = right.Row with { State = TaskState.Ready } }
                    : right,
            },
        },
        new("accept-unknown-of-the-late", "a late result of an issued attempt is called made up")
        {
            Rules = Verdicts(Verdict.Superseded, Verdict.Unknown),
        },
        new("accept-closed-early", "a result is refused as too late before the end")
        {
            Rules = new WrongRules
            {
                OnAccept = (call, right) => right.Verdict == Verdict.Superseded && !call.Ended
                    ? right with { Verdict = Verdict.Closed }
                    : right,
            },
        },
    ];

    private static AcceptDecision Judge(Call call, SaladPolicy policy, bool valid, bool ended) =>
        LeaseRules.Accept(call.Row, call.Worker, call.Attempt, valid, ended, policy);

    private static bool IsDropped(Call call, AcceptDecision right, LateResult policy) =>
        call.Policy.LateResult == policy && right.Verdict == Verdict.Superseded;

    private static WrongRules Verdicts(Verdict right, Verdict wrong, Func<TaskRow, bool>? where = null) => new()
    {
        OnAccept = (call, decision) => decision.Verdict == right && where?.Invoke(call.Row) != false
            ? decision with { Verdict = wrong }
            : decision,
    };
}
