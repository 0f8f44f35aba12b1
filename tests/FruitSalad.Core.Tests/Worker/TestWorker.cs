using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Worker;

/// <summary>A worker's steps with a clock that the test moves, and everything that it said.</summary>
internal sealed class TestWorker
{
    public static readonly Welcome Robust = new(1, default, "salad", 1, 1, 1000, 20_000, 9000, 3000);
    private static readonly JsonText Result = new("1");

    public TestWorker(CrashPlan? plan = null, int prefetch = 1, long seed = 1, Welcome? terms = null)
    {
        Steps = new WorkerSteps(plan ?? CrashPlan.None, new SeededRandom(seed), new Appetite(prefetch), Lines.Add, () => default);
        Terms = terms ?? Robust;
    }

    public WorkerSteps Steps { get; }

    public Welcome Terms { get; }

    public List<WorkerLine> Lines { get; } = [];

    public TimeSpan Now { get; set; }

    public int Alerts => Lines.Count(line => line.Kind == WorkerLineKind.Alert);

    public static Assignment Task(int id, double ms = 3000, int attempt = 1) => new(id, attempt, $"fruit {id}", ms, 9000);

    public static Answer Assign(params int[] ids) =>
        new(AnswerKind.Assigned) { Tasks = [.. ids.Select(id => Task(id))] };

    public static Answer Wait(double ms) => new(AnswerKind.Wait) { RetryAfterMs = ms };

    public static Answer Done(DoneReason reason) => new(AnswerKind.Done) { Reason = reason };

    public static Receipt Accepted(int count, Answer? next = null) =>
        new([.. Enumerable.Repeat(Verdict.Accepted, count)], next);

    public TestWorker At(double ms)
    {
        Now = TimeSpan.FromMilliseconds(ms);
        Steps.Tick(Now);
        return this;
    }

    public TestWorker Welcome()
    {
        Steps.Welcomed(Terms, Now);
        return this;
    }

    /// <summary>A worker that was welcomed, asked, and got these tasks.</summary>
    public TestWorker With(params int[] ids)
    {
        Welcome();
        Assert.NotNull(Ask());
        Steps.Answered(Assign(ids), Now);
        return this;
    }

    public Ask? Ask() => Steps.NextCall(Now)?.Ask;

    public Delivery? Deliver() => Steps.NextCall(Now)?.Delivery;

    public Assignment? Start() => Steps.TryStart(Now);

    /// <summary>Starts the next task and finishes it.</summary>
    public Assignment? Work(double ms = 0)
    {
        if (Start() is not { } task)
        {
            return null;
        }

        Now += TimeSpan.FromMilliseconds(ms);
        Steps.Tick(Now);
        Steps.Finished(task, Result);
        return task;
    }

    public Renewal? Renew() => Steps.NextRenewal(Now);

    public bool Renewed(params LeaseName[] lost) => Steps.Answered(new Renewed(lost, false), Now);

    /// <summary>Whether nothing at all comes from it any more.</summary>
    public bool IsSilent() =>
        Steps.NextCall(Now) is null && Steps.NextRenewal(Now + TimeSpan.FromHours(1)) is null && Steps.TryStart(Now) is null;
}
