using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>The whole way over real sockets, with workers that are loops of this process.</summary>
public class SaladOverTcpTests
{
    private const double Scale = 0.01;

    [Theory]
    [InlineData(Preset.Basic)]
    [InlineData(Preset.Timeout)]
    [InlineData(Preset.Robust)]
    public async Task Three_workers_make_the_salad(Preset preset)
    {
        await using MasterHost host = Start(preset);
        Fate[] fates = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => WorkAsync(host, i))).WaitAsync(Bound);

        SaladStatus status = await new LocalOwner(host).GetStatusAsync(new StatusQuery(), default);
        ResultPage results = await new LocalOwner(host).GetResultsAsync(new ResultQuery(), default);
        Assert.All(fates, fate => Assert.Equal(Fate.Leave, fate));
        Assert.Equal((EndReason.Completed, 11), (status.EndReason, status.Done));
        Assert.Equal(Enumerable.Range(0, 11), results.Results.Select(result => result.Task));
        Assert.Equal(3, status.Workers.Count);
        Assert.InRange(status.MakespanMs, status.OracleMs!.Value - 1, status.OracleMs.Value + 5000);
    }

    [Fact]
    public async Task A_crashed_workers_task_comes_back()
    {
        await using MasterHost host = Start(Preset.Robust);
        var mortal = new CrashPlan { Probability = 1 };
        Fate fate = await WorkAsync(host, 0, mortal).WaitAsync(Bound);
        Fate healthy = await WorkAsync(host, 1).WaitAsync(Bound);

        SaladStatus status = await new LocalOwner(host).GetStatusAsync(new StatusQuery(), default);
        Assert.Equal((Fate.Crash, Fate.Leave), (fate, healthy));
        Assert.Equal((EndReason.Completed, 11), (status.EndReason, status.Done));
    }

    private static TimeSpan Bound => TimeSpan.FromSeconds(30);

    private static MasterHost Start(Preset preset) => MasterHost.Start(
        new MasterOptions { Port = 0, Keys = Keys },
        new SaladSettings { Id = Guid.NewGuid(), Policy = PolicyOf(preset), TimeScale = Scale },
        [.. Recipe.FruitSalad.Tasks.Select(task => new NewTask(task.Name, task.Duration))],
        TimeProvider.System);

    /// <summary>Scaled, but for what a busy machine's pauses would break.</summary>
    private static SaladPolicy PolicyOf(Preset preset)
    {
        SaladPolicy policy = SaladPolicy.Of(preset);
        return policy.Scale(Scale) with { Lease = policy.Lease, IdleLimit = policy.IdleLimit };
    }

    private static readonly SaladKeys Keys = SaladKeys.Create();

    private static async Task<Fate> WorkAsync(MasterHost host, int ordinal, CrashPlan? plan = null)
    {
        var options = new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()),
            Name = $"W-{ordinal}",
            Masters = [new MasterAddress("127.0.0.1", host.EndPoint.Port)],
            Key = Keys.Worker,
            Ordinal = ordinal,
            Plan = plan ?? CrashPlan.None,
        };
        using var loop = new WorkerLoop(options, new FruitRunner(TimeProvider.System, name => name), TimeProvider.System, _ => { });
        return await loop.RunAsync(default);
    }
}
