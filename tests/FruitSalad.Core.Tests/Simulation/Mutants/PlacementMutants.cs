using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>Wrong pages about what a task asks for, about votes, and about shares.</summary>
internal static class PlacementMutants
{
    private static readonly SimulationPlan Liar = new()
    {
        Workers = [WorkerPlan.Healthy with { Lie = 0.5 }, WorkerPlan.Mortal(0.2), WorkerPlan.Healthy, WorkerPlan.Healthy],
        Policy = SaladPolicy.Robust with { Replicas = 3, Quorum = 2 },
    };

    private static readonly SimulationPlan Shares = new()
    {
        Workers = [WorkerPlan.Mortal(), WorkerPlan.Healthy, WorkerPlan.Healthy],
        Policy = SaladPolicy.Robust with { Strategy = Strategy.Static, Lease = null },
        ExpectWorkers = 3,
    };

    public static readonly Mutation[] All =
    [
        new("delay-ignored", "a task is handed out before its time")
        {
            Rules = new WrongRules { OnAdd = (_, right) => AtOnce(right) },
        },
        new("retry-at-once", "a failed task does not wait")
        {
            Rules = new WrongRules { OnFail = (_, right) => right with { Row = AtOnce(right.Row) } },
        },
        new("due-never", "a task whose time has come stays blocked")
        {
            Rules = new WrongRules { OnComeDue = (row, _) => row with { Deadline = TimeSpan.MaxValue } },
        },
        new("labels-ignored", "a task goes to who does not offer its labels")
        {
            Rules = new WrongRules { OnOffers = (_, _) => true },
        },
        new("labels-for-nobody", "a task with labels goes to nobody")
        {
            Rules = new WrongRules { OnOffers = (asked, right) => asked.Count == 0 && right },
        },
        new("two-replicas-at-once", "a worker holds two replicas of one task")
        {
            Rules = Voting(vote => !vote.Answered),
            Plan = seed => OfLiar(seed) with { Workers = [.. Liar.Workers.Select(worker => worker with { Prefetch = 4 })] },
        },
        new("votes-twice", "a worker answers two replicas of one task")
        {
            Rules = Voting(vote => !vote.Holds),
            Plan = OfLiar,
        },
        new("minority", "one answer is enough")
        {
            Rules = new WrongRules { OnIsDecided = (tally, _) => tally.Best >= 1 },
            Plan = OfLiar,
        },
        new("quorum-ignored", "a vote is never decided")
        {
            Rules = new WrongRules { OnIsDecided = (_, _) => false },
            Plan = OfLiar,
        },
        new("no-second-vote", "where answers differ nobody else is asked")
        {
            Rules = new WrongRules { OnMissing = (_, _) => null },
            Plan = seed => OfLiar(seed) with { Policy = Liar.Policy with { Replicas = 2, MaxReplicas = 6 } },
        },
        new("replicas-without-end", "more are asked than the limit allows")
        {
            Rules = new WrongRules { OnMissing = (tally, right) => right ?? 1 },
            Plan = seed => OfLiar(seed) with { Policy = Liar.Policy with { Quorum = 3, MaxReplicas = 3 } },
        },
        new("elect-another", "the accepted attempt is not the one that decided")
        {
            Rules = new WrongRules { OnElect = (_, right) => right with { AcceptedAttempt = right.AcceptedAttempt + 1 } },
            Plan = OfLiar,
        },
        new("spare-nobody", "what need not be done stays on the list")
        {
            Rules = new WrongRules { OnSpare = (row, _) => row },
            Plan = seed => OfLiar(seed) with { Workers = [.. Liar.Workers.Take(2), WorkerPlan.Mortal(0.5), WorkerPlan.Healthy] },
        },
        new("share-twice", "without a lease a share is handed out again")
        {
            Rules = new WrongRules
            {
                OnLose = (call, _) => LeaseRules.Lose(
                    call.Row, call.Worker, call.Now, call.Policy with { Strategy = Strategy.MasterWorker }),
            },
            Plan = OfShares,
        },
        new("share-lease-too-short", "a share's lease does not allow for the work that comes before")
        {
            Rules = new WrongRules { OnForShare = (policy, _) => policy },
            Plan = seed => OfShares(seed) with { Policy = Shares.Policy with { Renewal = false, Lease = TimeSpan.FromSeconds(5) } },
        },
    ];

    private static SimulationPlan OfLiar(long seed) => Liar with { Seed = seed };

    private static SimulationPlan OfShares(long seed) => Shares with { Seed = seed };

    private static WrongRules Voting(Func<(bool Holds, bool Answered), bool> wrong) =>
        new() { OnMayVote = (vote, _) => wrong(vote) };

    private static TaskRow AtOnce(TaskRow row) =>
        row.Delayed ? row with { State = TaskState.Ready, Delayed = false } : row;
}
