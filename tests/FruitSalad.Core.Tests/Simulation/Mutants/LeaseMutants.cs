using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>
/// Wrong pages about the life and the end of a lease. Left out, since nobody could notice: a lease lost without looking
/// at its holder (the store asks only about what that worker holds), and a restart of what is not dead (it asks only
/// about dead tasks).
/// </summary>
internal static class LeaseMutants
{
    public static readonly Mutation[] All =
    [
        new("renew-anybody", "anybody's sign of life keeps a lease")
        {
            Rules = new WrongRules
            {
                OnRenew = (call, _) => LeaseRules.Renew(call.Row, call.Row.Holder, call.Attempt, call.Now, call.Policy),
            },
        },
        new("renew-any-attempt", "a sign of life for an older attempt keeps the newer one")
        {
            Rules = new WrongRules
            {
                OnRenew = (call, _) => LeaseRules.Renew(call.Row, call.Worker, call.Row.Attempt, call.Now, call.Policy),
            },
        },
        new("renew-revives", "a sign of life brings back a lease that has ended")
        {
            Rules = new WrongRules
            {
                OnRenew = (call, right) => call.Row.State == TaskState.Ready
                    ? LeaseRules.Renew(
                        call.Row with { State = TaskState.Leased }, call.Worker, call.Attempt, call.Now, call.Policy)
                    : right,
            },
        },
        new("renew-nothing", "a sign of life moves no deadline")
        {
            Rules = new WrongRules
            {
                OnRenew = (call, right) => right with { Row = right.Row with { Deadline = call.Row.Deadline } },
            },
        },
        new("renew-past-run-limit", "a stuck task is renewed for ever")
        {
            Rules = new WrongRules
            {
                OnRenew = (call, right) => LeaseRules.Renew(
                    call.Row, call.Worker, call.Attempt, call.Now, call.Policy with { RunLimit = null }),
            },
        },
        new("fail-any-attempt", "an older attempt's failure ends the newer one")
        {
            Rules = new WrongRules
            {
                OnFail = (call, _) => LeaseRules.Fail(call.Row, call.Worker, call.Row.Attempt, call.Now, call.Policy),
            },
        },
        new("fail-anybody", "anybody's word fails a task")
        {
            Rules = new WrongRules
            {
                OnFail = (call, _) => LeaseRules.Fail(call.Row, call.Row.Holder, call.Attempt, call.Now, call.Policy),
            },
        },
        new("fail-uncharged", "a failure does not count towards the cap")
        {
            Rules = new WrongRules { OnFail = (call, right) => Uncharged(call, right) },
        },
        new("fail-kept", "a failed task stays with its worker")
        {
            Rules = new WrongRules
            {
                OnFail = (call, right) => right.Outcome == LeaseOutcome.Requeued ? right with { Row = call.Row } : right,
            },
        },
        new("release-anybody", "anybody can give a task back")
        {
            Rules = new WrongRules
            {
                OnRelease = (call, _) => LeaseRules.Release(call.Row, call.Row.Holder, call.Attempt, call.Now, call.Policy),
            },
        },
        new("release-any-attempt", "an older attempt's return ends the newer one")
        {
            Rules = new WrongRules
            {
                OnRelease = (call, _) => LeaseRules.Release(call.Row, call.Worker, call.Row.Attempt, call.Now, call.Policy),
            },
        },
        new("release-charged", "a task given back unstarted counts towards the cap")
        {
            Rules = new WrongRules
            {
                OnRelease = (call, _) => LeaseRules.Fail(call.Row, call.Worker, call.Attempt, call.Now, call.Policy),
            },
        },
        new("expire-late", "a lease lives on at its deadline (> for >=)")
        {
            Rules = new WrongRules
            {
                OnExpire = (call, right) => call.Now > call.Row.Deadline ? right : new(call.Row, LeaseOutcome.Kept),
            },
        },
        new("expire-not-requeued", "a lease that expired leaves its task off the list")
        {
            Rules = new WrongRules
            {
                OnExpire = (_, right) => right with { Row = right.Row with { State = TaskState.Blocked } },
            },
        },
        new("expire-all-charged", "what was kept for later is charged for a crash")
        {
            Rules = new WrongRules
            {
                OnExpire = (call, _) => LeaseRules.Expire(call.Row with { Running = true }, call.Now, call.Policy),
            },
        },
        new("expire-uncharged", "an attempt that expired does not count towards the cap")
        {
            Rules = new WrongRules { OnExpire = (call, right) => Uncharged(call, right) },
        },
        new("lose-all-charged", "what a lost worker kept for later is charged")
        {
            Rules = new WrongRules
            {
                OnLose = (call, _) => LeaseRules.Lose(call.Row with { Running = true }, call.Worker, call.Now, call.Policy),
            },
        },
        new("lose-uncharged", "what a lost worker was at is not charged")
        {
            Rules = new WrongRules { OnLose = (call, right) => Uncharged(call, right) },
        },
        new("lose-kept", "a lost worker keeps its tasks")
        {
            Rules = new WrongRules { OnLose = (call, _) => new(call.Row, LeaseOutcome.NotHeld) },
        },
        new("cap-early", "dead one attempt too early")
        {
            Rules = new WrongRules
            {
                OnFail = (call, right) => LeaseRules.Fail(
                    call.Row, call.Worker, call.Attempt, call.Now, call.Policy with { MaxAttempts = call.Policy.MaxAttempts - 1 }),
            },
        },
        new("cap-late", "dead one attempt too late")
        {
            Rules = new WrongRules
            {
                OnExpire = (call, right) => LeaseRules.Expire(
                    call.Row, call.Now, call.Policy with { MaxAttempts = call.Policy.MaxAttempts + 1 }),
            },
        },
        new("cap-never", "a task whose worker is lost never dies")
        {
            Rules = new WrongRules
            {
                OnLose = (call, _) => LeaseRules.Lose(call.Row, call.Worker, call.Now, call.Policy with { MaxAttempts = null }),
            },
        },
        new("restart-charged", "a dead task comes back with its attempts used up")
        {
            Rules = new WrongRules { OnRestart = row => row with { State = TaskState.Ready } },
        },
        new("restart-dead", "a restarted task stays dead")
        {
            Rules = new WrongRules { OnRestart = row => row },
        },
        new("restart-from-one", "a restarted task counts its attempts from 1 again")
        {
            Rules = new WrongRules { OnRestart = row => LeaseRules.Restart(row) with { Attempt = 0 } },
        },
    ];

    private static LeaseDecision Uncharged(Call call, LeaseDecision right) =>
        right.Outcome is LeaseOutcome.Requeued or LeaseOutcome.Dead
            ? new(right.Row with { State = TaskState.Ready, Charges = call.Row.Charges }, LeaseOutcome.Requeued)
            : right;
}
