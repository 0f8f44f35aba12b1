using FruitSalad.Contract;
using FruitSalad.Master;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Master;

/// <summary>A master's steps over a memory store, with a clock that the test moves.</summary>
internal sealed class TestMaster
{
    public static readonly WorkerId A = new(new Guid(1, 0, 0, new byte[8]));
    public static readonly WorkerId B = new(new Guid(2, 0, 0, new byte[8]));
    public static readonly WorkerId C = new(new Guid(3, 0, 0, new byte[8]));

    public TestMaster(SaladSettings settings, params NewTask[] tasks)
    {
        Store = new MemoryTaskStore(settings, tasks);
        TimeSpan longest = tasks.Select(task => task.Duration).DefaultIfEmpty().Max() * settings.TimeScale;
        Steps = new SaladMaster(Store, longest, Effects.Enqueue);
    }

    public TestMaster(params NewTask[] tasks)
        : this(Settings(SaladPolicy.Robust), tasks)
    {
    }

    public MemoryTaskStore Store { get; }

    public SaladMaster Steps { get; }

    public System.Collections.Concurrent.ConcurrentQueue<Effect> Effects { get; } = new();

    public TimeSpan Now { get; set; }

    public SaladStatus Status => Take(Steps.StatusAsync(default, Now));

    public IReadOnlyList<SaladEvent> Events => Take(Steps.EventsAsync(0, int.MaxValue)).Events;

    public static SaladSettings Settings(SaladPolicy policy) => new() { Id = new Guid(9, 0, 0, new byte[8]), Policy = policy };

    public static NewTask Fruit(double seconds = 3) => new("pomme", TimeSpan.FromSeconds(seconds));

    public static NewTask[] Fruits(int count) => [.. Enumerable.Repeat(Fruit(), count)];

    public static T Take<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompletedSuccessfully);
        return task.Result;
    }

    public static void Take(ValueTask task) => Assert.True(task.IsCompletedSuccessfully);

    public TestMaster At(double seconds)
    {
        Now = TimeSpan.FromSeconds(seconds);
        return this;
    }

    public TestMaster Hello(params WorkerId[] workers)
    {
        foreach (WorkerId worker in workers)
        {
            Take(Steps.HelloAsync(worker, new WorkerIntroduction($"W-{worker}", 0, "here"), Now));
        }

        return this;
    }

    /// <summary>Asks and may wait; the question is answered already where an answer was there.</summary>
    public TestAsk Ask(WorkerId worker, long request = 1, int max = 1, double waitMs = 20_000)
    {
        TestAsk? parked = null;
        var ask = new Ask(request, max, waitMs);
        Answer? answer = Take(Steps.AskAsync(worker, ask, until => parked = new TestAsk(worker, ask, until), Now));
        Assert.Equal(answer is null, parked is { Answer: null });
        return parked ?? new TestAsk(worker, ask, Now) { Answer = answer };
    }

    public Receipt Return(WorkerId worker, int task, int attempt = 1, Ask? ask = null) =>
        Take(Steps.ReceiveAsync(worker, [new ResultEntry(task, attempt, "1")], ask, Now));

    public void Tick() => Take(Steps.TickAsync(Now));
}
