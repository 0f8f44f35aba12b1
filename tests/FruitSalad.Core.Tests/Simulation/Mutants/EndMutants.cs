using FruitSalad.Faults;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>Wrong pages about when a salad ends.</summary>
internal static class EndMutants
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    public static readonly Mutation[] All =
    [
        new("end-twice", "the end is announced whenever it is true")
        {
            Rules = new WrongRules { OnDecide = (end, _) => EndRules.Decide(end.Counts, end.Closed, end.Stopping) },
        },
        new("end-over-leases", "the end does not wait for what is in progress")
        {
            Rules = new WrongRules
            {
                OnDecide = (end, right) => end is { Ended: EndReason.None, Closed: true }
                    && end.Counts is { Ready: 0, Blocked: 0, Leased: > 0 }
                    ? EndReason.Completed
                    : right,
            },
        },
        new("end-over-ready", "the end does not wait for the last task on the list")
        {
            Rules = new WrongRules
            {
                OnDecide = (end, right) => end is { Ended: EndReason.None, Closed: true }
                    && end.Counts is { Ready: 1, Leased: 0, Done: > 0 }
                    ? EndReason.Completed
                    : right,
            },
        },
        new("end-open", "an open salad ends when its list is empty")
        {
            Rules = new WrongRules
            {
                OnDecide = (end, right) => end is { Ended: EndReason.None, Counts: { Ready: 0, Leased: 0 } }
                    ? EndRules.Decide(end.Counts, true, end.Stopping)
                    : right,
            },
        },
        new("end-completed-with-dead", "dead tasks are called done")
        {
            Rules = new WrongRules { OnDecide = (_, right) => right == EndReason.Failed ? EndReason.Completed : right },
        },
        new("end-failed-without-dead", "a salad that is done is called failed")
        {
            Rules = new WrongRules { OnDecide = (_, right) => right == EndReason.Completed ? EndReason.Failed : right },
        },
        new("end-unannounced", "a salad with dead tasks never ends")
        {
            Rules = new WrongRules { OnDecide = (_, right) => right == EndReason.Failed ? EndReason.None : right },
        },
        new("end-stop-ignored", "a stop is not carried out")
        {
            Rules = new WrongRules { OnDecide = (_, right) => right == EndReason.Stopped ? EndReason.None : right },
        },
        new("end-stop-over-leases", "a stop does not wait for what is in progress")
        {
            Rules = new WrongRules
            {
                OnDecide = (end, right) => end is { Ended: EndReason.None, Stopping: true, Counts.Leased: > 0 }
                    ? EndReason.Stopped
                    : right,
            },
        },
        new("idle-over-leases", "the idle limit counts while a lease is alive")
        {
            Rules = new WrongRules
            {
                OnIdleAt = (idle, right) => idle.Counts.Leased > 0 ? idle.QuietSince + idle.Policy.IdleLimit : right,
            },
        },
        new("idle-never", "the idle limit is never reached")
        {
            Rules = new WrongRules { OnIdleAt = (_, _) => null },
        },
        new("idle-early", "the idle limit is a tick too short")
        {
            Rules = new WrongRules { OnIdleAt = (_, right) => right - TimeSpan.FromTicks(1) },
        },
        new("idle-without-limit", "a salad without idle limit ends idle")
        {
            Rules = new WrongRules
            {
                OnIdleAt = (idle, right) => right ?? (idle.Counts.Leased > 0 ? null : idle.QuietSince + HalfAMinute),
            },
        },
        new("idle-without-grace", "the start's grace does not count before anybody has come")
        {
            Rules = new WrongRules
            {
                OnIdleAt = (idle, right) => idle.Counts.Leased > 0 ? null : idle.QuietSince + idle.Policy.IdleLimit,
            },
            Plan = seed => RandomPlan.Of(seed) with
            {
                Workers = [new WorkerPlan { JoinsAt = TimeSpan.FromSeconds(20) }],
                Policy = SaladPolicy.Robust with { IdleLimit = TimeSpan.FromSeconds(10) },
            },
        },
    ];
}
