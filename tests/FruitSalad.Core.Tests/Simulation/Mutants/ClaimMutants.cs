using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>Wrong pages about how a task comes into being, becomes ready, and is handed out.</summary>
internal static class ClaimMutants
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    public static readonly Mutation[] All =
    [
        new("add-ready", "a task with missing results is ready from the start")
        {
            Rules = new WrongRules { OnAdd = (_, right) => right with { State = TaskState.Ready } },
        },
        new("add-blocked", "a task without dependencies is blocked")
        {
            Rules = new WrongRules { OnAdd = (_, right) => right with { State = TaskState.Blocked } },
        },
        new("unblock-early", "the last but one result unblocks")
        {
            Rules = new WrongRules
            {
                OnUnblock = (row, right) => row.WaitingFor <= 2 ? right with { State = TaskState.Ready } : right,
            },
        },
        new("unblock-never", "the last result does not unblock")
        {
            Rules = new WrongRules { OnUnblock = (row, right) => right with { State = row.State } },
        },
        new("unblock-uncounted", "a result that came is not counted")
        {
            Rules = new WrongRules
            {
                OnUnblock = (row, right) => row.WaitingFor > 1 ? right with { WaitingFor = row.WaitingFor } : right,
            },
        },
        new("claim-same-attempt", "a task handed out again keeps its attempt's number")
        {
            Rules = new WrongRules
            {
                OnClaim = (call, right) => right with { Attempt = Math.Max(1, call.Row.Attempt) },
            },
        },
        new("claim-skip-attempt", "a number is left out")
        {
            Rules = new WrongRules
            {
                OnClaim = (call, right) => call.Row.Attempt == 1 ? right with { Attempt = 3 } : right,
            },
        },
        new("claim-first-holder", "a task handed out again stays with its first holder")
        {
            Rules = new WrongRules
            {
                OnClaim = (call, right) => call.Row.Attempt > 0 ? right with { Holder = call.Row.Holder } : right,
            },
        },
        new("claim-not-leased", "a task handed out stays on the list")
        {
            Rules = new WrongRules { OnClaim = (_, right) => right with { State = TaskState.Ready } },
        },
        new("claim-short", "a lease is a tick too short")
        {
            Rules = new WrongRules
            {
                OnClaim = (call, right) => call.Policy.Lease is null ? right : right with { Deadline = right.Deadline - Tick },
            },
        },
        new("claim-long", "a lease is a tick too long")
        {
            Rules = new WrongRules
            {
                OnClaim = (call, right) => call.Policy.Lease is null ? right : right with { Deadline = right.Deadline + Tick },
            },
        },
        new("claim-no-lease", "a task handed out again has no deadline")
        {
            Rules = new WrongRules
            {
                OnClaim = (_, right) => right.Attempt > 1 ? right with { Deadline = TimeSpan.MaxValue } : right,
            },
        },
        new("claim-not-begun", "what a worker begins at once counts as kept for later")
        {
            Rules = new WrongRules { OnClaim = (_, right) => right with { Running = false } },
        },
        new("claim-begun", "what a worker keeps for later counts as begun")
        {
            Rules = new WrongRules { OnClaim = (call, right) => LeaseRules.Start(right, call.Now, call.Policy) },
        },
        new("start-unnoticed", "what a worker begins later stays kept for later")
        {
            Rules = new WrongRules { OnStart = (call, _) => call.Row },
        },
        new("start-unbounded", "the run limit does not bound what is begun later")
        {
            Rules = new WrongRules { OnStart = (call, right) => right with { Deadline = call.Row.Deadline } },
        },
        new("start-since-epoch", "the run limit counts from the salad's epoch")
        {
            Rules = new WrongRules { OnStart = (_, right) => right with { RunningSince = TimeSpan.Zero } },
        },
    ];
}
