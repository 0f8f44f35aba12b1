using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>The right rules, but for those whose right decision is replaced by a wrong one.</summary>
internal sealed class WrongRules : RuleBook
{
    public Func<int, TaskRow, TaskRow>? OnAdd { get; init; }

    public Func<TaskRow, TaskRow, TaskRow>? OnUnblock { get; init; }

    public Func<Call, TaskRow, TaskRow>? OnClaim { get; init; }

    public Func<Call, TaskRow, TaskRow>? OnStart { get; init; }

    public Func<Call, LeaseDecision, LeaseDecision>? OnRenew { get; init; }

    public Func<Call, AcceptDecision, AcceptDecision>? OnAccept { get; init; }

    public Func<Call, LeaseDecision, LeaseDecision>? OnFail { get; init; }

    public Func<Call, LeaseDecision, LeaseDecision>? OnRelease { get; init; }

    public Func<Call, LeaseDecision, LeaseDecision>? OnExpire { get; init; }

    public Func<Call, LeaseDecision, LeaseDecision>? OnLose { get; init; }

    public Func<TaskRow, TaskRow, TaskRow>? OnComeDue { get; init; }

    public Func<IReadOnlyList<string>, bool, bool>? OnOffers { get; init; }

    public Func<(bool Holds, bool Answered), bool, bool>? OnMayVote { get; init; }

    public Func<Tally, bool, bool>? OnIsDecided { get; init; }

    public Func<Tally, int?, int?>? OnMissing { get; init; }

    public Func<TaskRow, TaskRow, TaskRow>? OnElect { get; init; }

    public Func<TaskRow, TaskRow, TaskRow>? OnSpare { get; init; }

    public Func<TaskRow, TaskRow, TaskRow>? OnGiveUp { get; init; }

    public Func<SaladPolicy, SaladPolicy, SaladPolicy>? OnForShare { get; init; }

    public Func<TaskRow, TaskRow>? OnRestart { get; init; }

    public Func<EndQuestion, EndReason, EndReason>? OnDecide { get; init; }

    public Func<IdleQuestion, TimeSpan?, TimeSpan?>? OnIdleAt { get; init; }

    public override TaskRow Add(int waitingFor, TimeSpan due, TimeSpan now) =>
        Replaced(OnAdd, waitingFor, base.Add(waitingFor, due, now));

    public override TaskRow Unblock(in TaskRow row, TimeSpan now) => Replaced(OnUnblock, row, base.Unblock(row, now));

    public override TaskRow Claim(in TaskRow row, WorkerId worker, bool runsNow, TimeSpan now, SaladPolicy policy) =>
        Replaced(
            OnClaim, new Call(policy, row) { Worker = worker, RunsNow = runsNow, Now = now },
            base.Claim(row, worker, runsNow, now, policy));

    public override TaskRow Start(in TaskRow row, TimeSpan now, SaladPolicy policy) =>
        Replaced(OnStart, new Call(policy, row) { Now = now }, base.Start(row, now, policy));

    public override LeaseDecision Renew(
        in TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        Replaced(
            OnRenew, new Call(policy, row) { Worker = worker, Attempt = attempt, Now = now },
            base.Renew(row, worker, attempt, now, policy));

    public override AcceptDecision Accept(
        in TaskRow row, WorkerId worker, int attempt, bool valid, bool ended, SaladPolicy policy) =>
        Replaced(
            OnAccept, new Call(policy, row) { Worker = worker, Attempt = attempt, Valid = valid, Ended = ended },
            base.Accept(row, worker, attempt, valid, ended, policy));

    public override LeaseDecision Fail(
        in TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        Replaced(
            OnFail, new Call(policy, row) { Worker = worker, Attempt = attempt, Now = now },
            base.Fail(row, worker, attempt, now, policy));

    public override LeaseDecision Release(
        in TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        Replaced(
            OnRelease, new Call(policy, row) { Worker = worker, Attempt = attempt, Now = now },
            base.Release(row, worker, attempt, now, policy));

    public override LeaseDecision Expire(in TaskRow row, TimeSpan now, SaladPolicy policy) =>
        Replaced(OnExpire, new Call(policy, row) { Now = now }, base.Expire(row, now, policy));

    public override LeaseDecision Lose(in TaskRow row, WorkerId worker, TimeSpan now, SaladPolicy policy) =>
        Replaced(OnLose, new Call(policy, row) { Worker = worker, Now = now }, base.Lose(row, worker, now, policy));

    public override TaskRow ComeDue(in TaskRow row, TimeSpan now) =>
        Replaced(OnComeDue, row, base.ComeDue(row, now));

    public override bool Offers(IReadOnlyList<string> offered, IReadOnlyList<string> asked) =>
        Replaced(OnOffers, asked, base.Offers(offered, asked));

    public override bool MayVote(bool holds, bool answered) =>
        Replaced(OnMayVote, (holds, answered), base.MayVote(holds, answered));

    public override bool IsDecided(in Tally tally, SaladPolicy policy) =>
        Replaced(OnIsDecided, tally, base.IsDecided(tally, policy));

    public override int? Missing(in Tally tally, SaladPolicy policy) =>
        Replaced(OnMissing, tally, base.Missing(tally, policy));

    public override TaskRow Elect(in TaskRow row, int attempt) => Replaced(OnElect, row, base.Elect(row, attempt));

    public override TaskRow Spare(in TaskRow row) => Replaced(OnSpare, row, base.Spare(row));

    public override TaskRow GiveUp(in TaskRow row) => Replaced(OnGiveUp, row, base.GiveUp(row));

    public override SaladPolicy ForShare(SaladPolicy policy, TimeSpan work) =>
        Replaced(OnForShare, policy, base.ForShare(policy, work));

    public override TaskRow Restart(in TaskRow row) => OnRestart is { } wrong ? wrong(row) : base.Restart(row);

    public override EndReason Decide(EndReason ended, in TaskCounts counts, bool closed, bool stopping) => Replaced(
        OnDecide, new EndQuestion(ended, counts, closed, stopping), base.Decide(ended, counts, closed, stopping));

    public override TimeSpan? IdleAt(in TaskCounts counts, TimeSpan quietSince, bool metAnybody, SaladPolicy policy) =>
        Replaced(
            OnIdleAt, new IdleQuestion(counts, quietSince, metAnybody, policy),
            base.IdleAt(counts, quietSince, metAnybody, policy));

    private static TDecision Replaced<TQuestion, TDecision>(
        Func<TQuestion, TDecision, TDecision>? wrong, TQuestion question, TDecision right) =>
        wrong is null ? right : wrong(question, right);
}
