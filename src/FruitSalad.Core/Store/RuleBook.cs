using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>
/// The decisions as the memory store looks them up: those of <see cref="LeaseRules"/>, <see cref="EndRules"/>,
/// <see cref="PlacementRules"/>, <see cref="QuorumRules"/> and <see cref="ShareRules"/>, and no others. A class, so that a test can put a wrong page in, and see whether the checkers find it.
/// </summary>
internal class RuleBook
{
    /// <summary>The right one.</summary>
    public static readonly RuleBook Standard = new();

    public virtual TaskRow Add(int waitingFor, TimeSpan due, TimeSpan now) => LeaseRules.Add(waitingFor, due, now);

    public virtual TaskRow Unblock(in TaskRow row, TimeSpan now) => LeaseRules.Unblock(row, now);

    public virtual TaskRow ComeDue(in TaskRow row, TimeSpan now) => LeaseRules.ComeDue(row, now);

    public virtual TaskRow Claim(in TaskRow row, WorkerId worker, bool runsNow, TimeSpan now, SaladPolicy policy) =>
        LeaseRules.Claim(row, worker, runsNow, now, policy);

    public virtual TaskRow Start(in TaskRow row, TimeSpan now, SaladPolicy policy) =>
        LeaseRules.Start(row, now, policy);

    public virtual LeaseDecision Renew(
        in TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        LeaseRules.Renew(row, worker, attempt, now, policy);

    public virtual AcceptDecision Accept(
        in TaskRow row, WorkerId worker, int attempt, bool valid, bool ended, SaladPolicy policy) =>
        LeaseRules.Accept(row, worker, attempt, valid, ended, policy);

    public virtual LeaseDecision Fail(
        in TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        LeaseRules.Fail(row, worker, attempt, now, policy);

    public virtual LeaseDecision Release(
        in TaskRow row, WorkerId worker, int attempt, TimeSpan now, SaladPolicy policy) =>
        LeaseRules.Release(row, worker, attempt, now, policy);

    public virtual LeaseDecision Expire(in TaskRow row, TimeSpan now, SaladPolicy policy) =>
        LeaseRules.Expire(row, now, policy);

    public virtual LeaseDecision Lose(in TaskRow row, WorkerId worker, TimeSpan now, SaladPolicy policy) =>
        LeaseRules.Lose(row, worker, now, policy);

    public virtual TaskRow GiveUp(in TaskRow row) => LeaseRules.GiveUp(row);

    public virtual TaskRow Restart(in TaskRow row) => LeaseRules.Restart(row);

    public virtual bool Offers(IReadOnlyList<string> offered, IReadOnlyList<string> asked) =>
        PlacementRules.Offers(offered, asked);

    public virtual bool MayVote(bool holds, bool answered) => PlacementRules.MayVote(holds, answered);

    public virtual SaladPolicy ForShare(SaladPolicy policy, TimeSpan work) => ShareRules.For(policy, work);

    public virtual bool IsDecided(in Tally tally, SaladPolicy policy) => QuorumRules.IsDecided(tally, policy);

    public virtual int? Missing(in Tally tally, SaladPolicy policy) => QuorumRules.Missing(tally, policy);

    public virtual TaskRow Elect(in TaskRow row, int attempt) => QuorumRules.Elect(row, attempt);

    public virtual TaskRow Spare(in TaskRow row) => QuorumRules.Spare(row);

    public virtual TimeSpan ComparedUntil(TimeSpan now, SaladPolicy policy) => QuorumRules.ComparedUntil(now, policy);

    /// <summary>A salad ends once.</summary>
    public virtual EndReason Decide(EndReason ended, in TaskCounts counts, bool closed, bool stopping) =>
        ended == EndReason.None ? EndRules.Decide(counts, closed, stopping) : EndReason.None;

    public virtual TimeSpan? IdleAt(in TaskCounts counts, TimeSpan quietSince, bool metAnybody, SaladPolicy policy) =>
        EndRules.IdleAt(counts, quietSince, metAnybody, policy);
}
