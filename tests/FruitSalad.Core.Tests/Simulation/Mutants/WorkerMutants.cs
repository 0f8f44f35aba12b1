using FruitSalad.Contract;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>
/// Workers that say something wrong, or nothing. The master cannot tell a wrong worker from a dead one: what it promises
/// then is only that a healthy worker's salad is finished (L1), and that is what breaks.
/// </summary>
internal static class WorkerMutants
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    public static readonly Mutation[] All =
    [
        new("worker-same-request", "every question has the same number")
        {
            Misspoken = message => message switch
            {
                Ask ask => ask with { Request = 1 },
                Delivery { Ask: { } ask } delivery => delivery with { Ask = ask with { Request = 1 } },
                _ => message,
            },
        },
        new("worker-other-attempt", "results name the attempt after their own")
        {
            Misspoken = message => message is Delivery delivery
                ? Named(delivery, result => result with { Attempt = result.Attempt + 1 })
                : message,
        },
        new("worker-other-task", "results name the task after their own")
        {
            Misspoken = message => message is Delivery delivery
                ? Named(delivery, result => result with { Task = result.Task + 1 })
                : message,
        },
        new("worker-silent", "results are never sent")
        {
            Misspoken = message => message is Delivery ? null : message,
        },
        new("worker-idle", "nothing is ever asked for")
        {
            Misspoken = message => message is Ask ? null : message,
        },
        new("worker-no-renewal", "leases are never renewed")
        {
            // Only where a lease that ends takes the result with it does anybody notice.
            Misspoken = message => message is Renewal ? null : message,
            Plan = Strict,
        },
        new("worker-renewal-of-another", "renewals name another attempt")
        {
            Misspoken = message => message is Renewal renewal
                ? new Renewal([.. renewal.Leases.Select(lease => lease with { Attempt = lease.Attempt + 1 })])
                : message,
            Plan = Strict,
        },
    ];

    private static Delivery Named(Delivery delivery, Func<TaskResult, TaskResult> wrong) =>
        delivery with { Results = [.. delivery.Results.Select(wrong)] };

    /// <summary>Leases shorter than the work, renewed; a late result does not count.</summary>
    private static SimulationPlan Strict(long seed) => new()
    {
        Seed = seed,
        Policy = SaladPolicy.Robust with { Lease = Short, LateResult = LateResult.Discard, MaxAttempts = null },
        Horizon = TimeSpan.FromMinutes(5),
    };
}
