using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

public class LeaseRulesTests
{
    private static readonly SaladPolicy Policy = SaladPolicy.Robust with { MaxAttempts = 2 };
    private static readonly TaskRow Ready = LeaseRules.Add(0, default, default);
    private static readonly TaskRow Leased = LeaseRules.Claim(Ready, A, runsNow: true, Seconds(1), Policy);
    private static readonly TaskRow Done = LeaseRules.Accept(Leased, A, 1, true, false, Policy).Row;
    private static readonly TaskRow Dead = Leased with { State = TaskState.Dead, Charges = 2 };

    [Fact]
    public void A_task_is_ready_once_it_waits_for_nothing()
    {
        TaskRow row = LeaseRules.Add(2, default, default);

        Assert.Equal(TaskState.Ready, Ready.State);
        Assert.Equal(TaskState.Blocked, row.State);
        Assert.Equal(TaskState.Blocked, LeaseRules.Unblock(row, default).State);
        Assert.Equal(TaskState.Ready, LeaseRules.Unblock(LeaseRules.Unblock(row, default), default).State);
    }

    [Fact]
    public void Unblocking_wakes_only_the_blocked() =>
        Assert.Equal(TaskState.Dead, LeaseRules.Unblock(Dead with { WaitingFor = 1 }, default).State);

    [Fact]
    public void A_claim_is_a_new_attempt_under_a_new_lease()
    {
        TaskRow again = LeaseRules.Claim(Leased with { State = TaskState.Ready }, B, runsNow: false, Seconds(5), Policy);

        Assert.True(Leased is { State: TaskState.Leased, Attempt: 1, Running: true });
        Assert.Equal((A, Seconds(11), Seconds(1)), (Leased.Holder, Leased.Deadline, Leased.RunningSince));
        Assert.True(again is { State: TaskState.Leased, Attempt: 2, Running: false });
        Assert.Equal((B, Seconds(15)), (again.Holder, again.Deadline));
    }

    [Fact]
    public void Without_a_lease_a_claim_lasts_for_ever() =>
        Assert.Equal(TimeSpan.MaxValue, LeaseRules.Claim(Ready, A, true, Seconds(1), SaladPolicy.Basic).Deadline);

    [Fact]
    public void A_run_limit_bounds_what_runs_and_nothing_else()
    {
        SaladPolicy limited = Policy with { RunLimit = Seconds(12) };
        TaskRow kept = LeaseRules.Claim(Ready, A, runsNow: false, Seconds(0), limited);
        TaskRow running = LeaseRules.Start(kept, Seconds(1), limited);

        Assert.Equal(Seconds(10), running.Deadline);
        Assert.Equal(Seconds(11), LeaseRules.Renew(running, A, 1, Seconds(1), limited).Row.Deadline);
        Assert.Equal(Seconds(13), LeaseRules.Renew(running, A, 1, Seconds(3), limited).Row.Deadline);
        Assert.Equal(Seconds(13), LeaseRules.Renew(running, A, 1, Seconds(9), limited).Row.Deadline);
        Assert.Equal(Seconds(19), LeaseRules.Renew(kept, A, 1, Seconds(9), limited).Row.Deadline);
        Assert.Equal(Seconds(13), LeaseRules.Start(kept with { Deadline = TimeSpan.MaxValue }, Seconds(1), limited).Deadline);
    }

    [Fact]
    public void Renewing_needs_the_live_lease()
    {
        Assert.Equal(LeaseOutcome.Kept, LeaseRules.Renew(Leased, A, 1, Seconds(2), Policy).Outcome);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Renew(Leased, B, 1, Seconds(2), Policy).Outcome);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Renew(Leased, A, 2, Seconds(2), Policy).Outcome);
        Assert.Equal(new(Done, LeaseOutcome.NotHeld), LeaseRules.Renew(Done, A, 1, Seconds(2), Policy));
    }

    [Fact]
    public void A_lease_is_alive_while_now_is_before_the_deadline()
    {
        TimeSpan tick = TimeSpan.FromTicks(1);

        Assert.Equal(new(Leased, LeaseOutcome.Kept), LeaseRules.Expire(Leased, Leased.Deadline - tick, Policy));
        Assert.Equal(LeaseOutcome.Requeued, LeaseRules.Expire(Leased, Leased.Deadline, Policy).Outcome);
        Assert.Equal(TaskState.Ready, LeaseRules.Expire(Leased, Leased.Deadline, Policy).Row.State);
    }

    [Fact]
    public void Only_a_lease_expires()
    {
        foreach (TaskRow row in new[] { Ready, Done, Dead, LeaseRules.Add(1, default, default) })
        {
            Assert.Equal(new(row, LeaseOutcome.NotHeld), LeaseRules.Expire(row, TimeSpan.MaxValue, Policy));
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Expiry_and_loss_charge_only_what_runs(bool running, int charges)
    {
        TaskRow row = Leased with { Running = running };

        TaskRow expired = LeaseRules.Expire(row, row.Deadline, Policy).Row;
        TaskRow lost = LeaseRules.Lose(row, A, Seconds(2), Policy).Row;

        Assert.Equal(charges, expired.Charges);
        Assert.Equal(expired, lost);
        Assert.False(expired.Running);
    }

    [Fact]
    public void Failing_is_charged_and_releasing_is_not()
    {
        Assert.Equal(1, LeaseRules.Fail(Leased with { Running = false }, A, 1, Seconds(2), Policy).Row.Charges);
        Assert.Equal(0, LeaseRules.Release(Leased, A, 1, Seconds(2), Policy).Row.Charges);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Fail(Leased, B, 1, Seconds(2), Policy).Outcome);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Fail(Leased, A, 2, Seconds(2), Policy).Outcome);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Release(Leased, B, 1, Seconds(2), Policy).Outcome);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Release(Leased, A, 2, Seconds(2), Policy).Outcome);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Lose(Leased, B, Seconds(2), Policy).Outcome);
        Assert.Equal(LeaseOutcome.NotHeld, LeaseRules.Lose(Done, A, Seconds(2), Policy).Outcome);
    }

    [Fact]
    public void The_last_attempt_allowed_is_the_last()
    {
        LeaseDecision first = LeaseRules.Fail(Leased, A, 1, Seconds(2), Policy);
        LeaseDecision second = LeaseRules.Fail(LeaseRules.Claim(first.Row, A, true, Seconds(2), Policy), A, 2, Seconds(2), Policy);

        Assert.Equal((LeaseOutcome.Requeued, TaskState.Ready), (first.Outcome, first.Row.State));
        Assert.Equal((LeaseOutcome.Dead, TaskState.Dead), (second.Outcome, second.Row.State));
        Assert.Equal(LeaseOutcome.Requeued, LeaseRules.Fail(Leased with { Charges = 999 }, A, 1, Seconds(2), SaladPolicy.Basic).Outcome);
    }

    [Fact]
    public void A_restart_forgets_the_charges_and_goes_on_counting_attempts()
    {
        Assert.Equal(Dead with { State = TaskState.Ready, Charges = 0 }, LeaseRules.Restart(Dead));
        Assert.Equal(Done, LeaseRules.Restart(Done));
        Assert.Equal(Leased, LeaseRules.Restart(Leased));
    }

    [Theory]
    [InlineData(LateResult.FirstValid)]
    [InlineData(LateResult.Discard)]
    [InlineData(LateResult.CreditHolder)]
    public void The_holder_s_result_is_accepted_whatever_the_policy(LateResult late)
    {
        AcceptDecision decision = LeaseRules.Accept(Leased, A, 1, true, false, Policy with { LateResult = late });

        Assert.Equal(Verdict.Accepted, decision.Verdict);
        Assert.True(decision.Row is { State: TaskState.Done, AcceptedAttempt: 1, Running: false });
    }

    [Theory]
    [InlineData(LateResult.FirstValid, TaskState.Ready, Verdict.LateAccepted, 1)]
    [InlineData(LateResult.FirstValid, TaskState.Leased, Verdict.LateAccepted, 1)]
    [InlineData(LateResult.FirstValid, TaskState.Dead, Verdict.LateAccepted, 1)]
    [InlineData(LateResult.Discard, TaskState.Ready, Verdict.Superseded, 0)]
    [InlineData(LateResult.Discard, TaskState.Leased, Verdict.Superseded, 0)]
    [InlineData(LateResult.Discard, TaskState.Dead, Verdict.Superseded, 0)]
    [InlineData(LateResult.CreditHolder, TaskState.Ready, Verdict.Superseded, 0)]
    [InlineData(LateResult.CreditHolder, TaskState.Leased, Verdict.LateAccepted, 2)]
    [InlineData(LateResult.CreditHolder, TaskState.Dead, Verdict.Superseded, 0)]
    public void A_late_result_counts_by_policy(LateResult late, TaskState state, Verdict verdict, int accepted)
    {
        TaskRow row = Leased with { State = state, Attempt = 2, Holder = B };

        AcceptDecision decision = LeaseRules.Accept(row, A, 1, true, false, Policy with { LateResult = late });

        Assert.Equal((verdict, accepted), (decision.Verdict, decision.Row.AcceptedAttempt));
        Assert.Equal(accepted > 0, decision.Row.State == TaskState.Done);
    }

    [Fact]
    public void A_done_task_stays_as_it_is()
    {
        Assert.Equal(new(Done, Verdict.AlreadyAccepted), LeaseRules.Accept(Done, A, 1, true, false, Policy));
        Assert.Equal(new(Done, Verdict.AlreadyAccepted), LeaseRules.Accept(Done, A, 1, true, ended: true, Policy));
        Assert.Equal(new(Done, Verdict.Superseded), LeaseRules.Accept(Done, B, 2, true, false, Policy));
    }

    [Fact]
    public void An_invalid_result_and_one_after_the_end_change_nothing()
    {
        Assert.Equal(new(Leased, Verdict.Unknown), LeaseRules.Accept(Leased, A, 1, valid: false, false, Policy));
        Assert.Equal(new(Done, Verdict.Unknown), LeaseRules.Accept(Done, A, 1, valid: false, false, Policy));
        Assert.Equal(new(Leased, Verdict.Closed), LeaseRules.Accept(Leased, A, 1, true, ended: true, Policy));
    }
}
