using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Simulation;

public sealed class PlanTextTests
{
    [Fact]
    public void The_default_plan_needs_no_words() => Assert.Equal("{}", PlanText.Write(new SimulationPlan()));

    [Fact]
    public void It_says_what_differs_from_the_default_and_the_nearest_preset() => Assert.Equal(
        """{"Workers":[{"CrashProbability":0.6},{}],"Policy":{"Preset":"Timeout","LeaseSeconds":3.5},"Seed":17}""",
        PlanText.Write(new SimulationPlan
        {
            Seed = 17,
            Workers = [WorkerPlan.Mortal(), WorkerPlan.Healthy],
            Policy = SaladPolicy.Timeout with { Lease = TimeSpan.FromSeconds(3.5) },
        }));

    /// <summary>Every property of every part is drawn by these plans; one that the text forgets changes the events.</summary>
    [Fact]
    public void What_is_read_runs_as_what_was_written()
    {
        for (long seed = 1; seed <= 300; seed++)
        {
            SimulationPlan plan = RandomPlan.Of(seed);

            SimulationPlan again = PlanText.Read(PlanText.Write(plan));

            Assert.Equal(PlanText.Write(plan), PlanText.Write(again));
            Assert.Equal(Lines(plan), Lines(again));
        }
    }

    [Theory]
    [InlineData("""{"Schedule":{"Depth":3,"Steps":200},"Mutant":"Tutorial"}""")]
    [InlineData("""{"Recipe":"FruitSaladSequential","Shuffled":false,"ExpectWorkers":2}""")]
    [InlineData("""{"Channel":{"Partition":[{"From":1,"Until":2},{"Until":0.5,"Workers":[0,2]}]},"HorizonSeconds":60}""")]
    public void A_text_is_written_as_it_was_read(string text) => Assert.Equal(text, PlanText.Write(PlanText.Read(text)));

    [Fact]
    public void Durations_are_exact_to_the_tick()
    {
        var plan = new SimulationPlan { Horizon = TimeSpan.FromTicks(123_456_789_123_456_789) };

        Assert.Equal(plan.Horizon, PlanText.Read(PlanText.Write(plan)).Horizon);
    }

    [Fact]
    public void Names_are_read_whatever_their_case_and_lists_of_one_without_brackets()
    {
        SimulationPlan plan = PlanText.Read(
            """{ "workers": { "crashpoint": "midWork" }, "policy": { "preset": "basic", "maxAttempts": 0 }, "recipe": "fruitsalad" }""");

        Assert.Equal(CrashPoint.MidWork, Assert.Single(plan.Workers).Crash.Point);
        Assert.Equal(SaladPolicy.Basic, plan.Policy);
        Assert.Same(Recipe.FruitSalad, plan.Recipe);
    }

    [Theory]
    [InlineData("0.5", DelayShape.Constant)]
    [InlineData("""{"Least":0.5,"Most":3}""", DelayShape.Uniform)]
    [InlineData("""{"Least":0.5,"Mean":0.25}""", DelayShape.Exponential)]
    [InlineData("""{"Least":0.5,"Exponent":1.5}""", DelayShape.HeavyTailed)]
    public void A_delay_is_told_by_what_it_is_given(string text, DelayShape shape)
    {
        ChannelPlan channel = PlanText.ReadChannel($$"""{ "Delay": {{text}}, "Loss": 0.1 }""");

        Assert.Equal(shape, channel.ToMaster.Delay.Shape);
        Assert.Equal(channel.ToMaster, channel.ToWorker);
        Assert.Equal(TimeSpan.FromSeconds(0.5), channel.ToMaster.Delay.Least);
        Assert.Equal(
            "{\"Channel\":{\"Delay\":" + text + ",\"Loss\":0.1}}",
            PlanText.Write(new SimulationPlan { Channel = channel }));
    }

    [Fact]
    public void A_direction_can_have_its_own_faults()
    {
        ChannelPlan channel = PlanText.ReadChannel("""{"Delay":1,"Loss":0.1,"ToWorker":{"Loss":0.5}}""");

        Assert.Equal((0.1, 0.5), (channel.ToMaster.Loss, channel.ToWorker.Loss));
        Assert.Equal(channel.ToMaster.Delay, channel.ToWorker.Delay);
        Assert.Equal(
            """{"Channel":{"ToMaster":{"Delay":1,"Loss":0.1},"ToWorker":{"Delay":1,"Loss":0.5}}}""",
            PlanText.Write(new SimulationPlan { Channel = channel }));
    }

    [Theory]
    [InlineData("""{"Wrkers":[]}""", "'Wrkers'")]
    [InlineData("""{"Channel":{"Lost":1}}""", "'Lost'")]
    [InlineData("""{"Channel":{"Loss":1.5}}""", "Loss")]
    [InlineData("""{"Channel":{"Delay":{"Least":1}}}""", "Delay")]
    [InlineData("""{"Channel":{"Delay":{"Least":0,"Exponent":2}}}""", "Delay")]
    [InlineData("""{"Policy":{"Preset":"Strong"}}""", "Strong")]
    [InlineData("""{"Recipe":"soup"}""", "soup")]
    [InlineData("""{"Workers":[3]}""", "Workers")]
    [InlineData("""{"Seed":"x"}""", "Seed")]
    [InlineData("""{"Seed":1,"Seed":2}""", "Seed")]
    [InlineData("[1]", "Recipe")]
    [InlineData("{", "")]
    public void What_it_cannot_mean_is_said(string text, string named) => Assert.Contains(
        named, Assert.Throws<FormatException>(() => PlanText.Read(text)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Lines(SimulationPlan plan) =>
        Simulator.Run(plan with { KeepEvents = true }).Events.Select(e => JsonSerializer.Serialize(e, SaladJson.Wire));
}
