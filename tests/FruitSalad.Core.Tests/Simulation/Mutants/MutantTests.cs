using System.Diagnostics;
using FruitSalad.Simulation;
using FruitSalad.Store;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>
/// Whoever checks must be checked: each of these mistakes is found, and the table says how soon and by which promise.
/// </summary>
public class MutantTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly Mutation[] All =
    [
        .. ClaimMutants.All, .. LeaseMutants.All, .. AcceptMutants.All, .. EndMutants.All, .. StoreMutants.All,
        .. WorkerMutants.All, .. PlacementMutants.All,
    ];

    [Fact]
    public void Every_mutant_is_found()
    {
        ITestOutputHelper output = TestContext.Current.TestOutputHelper!;
        var survivors = new List<string>();
        output.WriteLine($"{"mutant",-28} {"seeds",7} {"ms",7}  found by   what is wrong");
        foreach (Mutation mutation in All)
        {
            var clock = Stopwatch.StartNew();
            string? found = null;
            long seed = 0;
            while (found is null && clock.Elapsed < Bound)
            {
                found = Find(mutation.At(seed++));
            }

            output.WriteLine(
                $"{mutation.Name,-28} {seed,7} {clock.ElapsedMilliseconds,7}  {found ?? "-",-9}  {mutation.Wrong}");
            if (found is null)
            {
                survivors.Add(mutation.Name);
            }
        }

        Assert.Empty(survivors);
    }

    [Fact]
    public void The_mutants_plans_break_no_promise_where_nothing_is_wrong()
    {
        foreach (Mutation mutation in All)
        {
            for (long seed = 0; seed < 20; seed++)
            {
                string? found = Find(mutation.At(seed) with { Rules = RuleBook.Standard, Disturbed = null, Misspoken = null });
                Assert.True(found is null, $"{mutation.Name}, seed {seed}: {found}");
            }
        }
    }

    [Fact]
    public void There_are_enough_of_them_and_each_has_a_name_of_its_own()
    {
        Assert.True(All.Length >= 40);
        Assert.Equal(All.Length, All.Select(mutation => mutation.Name).Distinct().Count());
    }

    /// <summary>The first promise that breaks; a store that refuses to go on was caught too.</summary>
    private static string? Find(SimulationPlan plan)
    {
        try
        {
            return Simulator.Run(plan).Violations is [var first, ..] ? first.Invariant : null;
        }
        catch (InvalidOperationException)
        {
            return "exception";
        }
    }
}
