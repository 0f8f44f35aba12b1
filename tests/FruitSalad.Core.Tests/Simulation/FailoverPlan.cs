using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>A random plan with everything that can go wrong, and two or three masters that fall on top of it.</summary>
internal static class FailoverPlan
{
    public static SimulationPlan Of(long seed)
    {
        var random = new SeededRandom(seed, stream: 11);
        SimulationPlan plan = RandomPlan.Of(seed);
        int masters = 2 + random.Next(2);
        var outages = new MasterOutage[1 + random.Next(4)];
        for (int i = 0; i < outages.Length; i++)
        {
            outages[i] = new MasterOutage(Seconds(random, 15), Seconds(random, 6)) { Master = random.Next(masters) };
        }

        return plan with { Masters = masters, Faults = plan.Faults with { Outages = [.. outages, .. AllAtOnce(random, masters)] } };
    }

    /// <summary>Sometimes none is left for a while.</summary>
    private static IEnumerable<MasterOutage> AllAtOnce(SeededRandom random, int masters)
    {
        if (!random.Chance(0.25))
        {
            return [];
        }

        var outage = new MasterOutage(Seconds(random, 10), Seconds(random, 20));
        return Enumerable.Range(0, masters).Select(master => outage with { Master = master });
    }

    private static TimeSpan Seconds(SeededRandom random, int most) => TimeSpan.FromSeconds(random.NextDouble() * most);
}
