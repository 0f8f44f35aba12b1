using System.Text.Json;
using FruitSalad.Simulation;

namespace FruitSalad.Core.Tests.Simulation;

/// <summary>What is possible at the same instant comes in any order, of which the seed chooses one.</summary>
public class ScheduleTests
{
    private static readonly Schedule[] Schedules = [Schedule.Random, Schedule.Pct(1), Schedule.Pct(3)];

    public static TheoryData<Schedule> All => [.. Schedules];

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_seed_gives_the_same_order_and_another_seed_another(Schedule schedule)
    {
        string[] orders = [.. Enumerable.Range(0, 20).Select(seed => Order(seed, schedule, actors: 3, steps: 4))];

        Assert.Equal(orders, Enumerable.Range(0, 20).Select(seed => Order(seed, schedule, actors: 3, steps: 4)));
        Assert.True(orders.Distinct().Count() > 3);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_lane_keeps_its_order_under_each_schedule(Schedule schedule)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            string order = Order(seed, schedule, actors: 3, steps: 4);

            Assert.All("ABC", actor => Assert.Equal("0123", Steps(order, actor)));
        }
    }

    [Fact]
    public void Without_a_change_each_actor_goes_on_until_it_has_nothing_to_do()
    {
        var orders = Enumerable.Range(0, 100).Select(seed => Order(seed, Schedule.Pct(1), actors: 3, steps: 3)).ToHashSet();

        // All orders of three actors, and no other.
        Assert.Equal(6, orders.Count);
        Assert.All(orders, order => Assert.Equal(3, Runs(order)));
    }

    [Fact]
    public void Each_change_lets_one_actor_fall_behind()
    {
        var orders = Enumerable.Range(0, 300)
            .Select(seed => Order(seed, Schedule.Pct(2, steps: 9), actors: 3, steps: 3)).ToHashSet();

        Assert.Equal([3, 4], orders.Select(Runs).Distinct().Order());
    }

    [Fact]
    public void The_rules_hold_under_priorities_too()
    {
        for (int seed = 0; seed < 1_000; seed++)
        {
            SimulationPlan plan = RandomPlan.Of(seed) with { Schedule = Schedule.Pct(1 + (seed % 4)), KeepEvents = true };
            SimulationResult result = Simulator.Run(plan);

            Assert.True(result.Violations.Count == 0, $"Seed {seed}: {string.Join(' ', result.Violations)}");
            Assert.True(
                seed % 10 > 0 || JsonSerializer.Serialize(result) == JsonSerializer.Serialize(Simulator.Run(plan)),
                $"Seed {seed} gave two different runs.");
        }
    }

    /// <summary>Actors with a step after the other to do, all at the same instant: "A0 A1 B0 ...".</summary>
    private static string Order(long seed, Schedule schedule, int actors, int steps)
    {
        var agenda = new SeededAgenda(seed, schedule);
        var done = new List<string>();
        for (int place = 0; place < actors; place++)
        {
            var lane = new Lane(TimeSpan.MinValue, 0);
            for (int step = 0; step < steps; step++)
            {
                string name = $"{(char)('A' + place)}{step}";
                agenda.Add(default, new Moment(new Actor(place, AtMaster: false), () => done.Add(name)), ref lane);
            }
        }

        while (agenda.Take(TimeSpan.MaxValue) is { } next)
        {
            next.Happen();
        }

        return string.Join(' ', done);
    }

    private static string Steps(string order, char actor) =>
        string.Concat(order.Split(' ').Where(step => step[0] == actor).Select(step => step[1]));

    /// <summary>How often somebody goes on who was not the last.</summary>
    private static int Runs(string order)
    {
        string[] steps = order.Split(' ');
        return 1 + steps.Zip(steps.Skip(1)).Count(pair => pair.First[0] != pair.Second[0]);
    }
}
