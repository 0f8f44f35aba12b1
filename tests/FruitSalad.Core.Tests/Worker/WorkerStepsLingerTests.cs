using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Worker.TestWorker;

namespace FruitSalad.Core.Tests.Worker;

/// <summary>A worker that looks ahead: the results of short tasks wait a moment, and travel together.</summary>
public class WorkerStepsLingerTests
{
    private TimeSpan _now;

    [Fact]
    public void Results_wait_for_others_while_work_goes_on_and_for_so_long_only()
    {
        WorkerSteps steps = Holding(8);
        Work(steps);
        Assert.Null(steps.NextCall(_now));
        Work(steps);

        Assert.Equal(TimeSpan.FromMilliseconds(5), steps.NextDue(false, false) - TimeSpan.Zero);
        _now = TimeSpan.FromMilliseconds(5);
        Assert.Equal(2, steps.NextCall(_now)!.Delivery!.Results.Count);
    }

    [Fact]
    public void Nothing_waits_where_the_worker_needs_more_work()
    {
        WorkerSteps steps = Holding(1);
        Work(steps);

        Assert.NotNull(steps.NextCall(_now)!.Delivery!.Ask);
    }

    [Fact]
    public void Nothing_waits_where_the_worker_is_to_leave()
    {
        WorkerSteps steps = Holding(8);
        Work(steps);
        steps.Drain(_now);

        Assert.NotNull(steps.NextCall(_now)!.Delivery);
    }

    [Fact]
    public void Nothing_waits_where_the_next_task_may_be_a_killer()
    {
        WorkerSteps steps = Holding(8, attempt: 2);
        Work(steps);

        Assert.NotNull(steps.NextCall(_now)!.Delivery);
    }

    private WorkerSteps Holding(int count, int attempt = 1)
    {
        var steps = new WorkerSteps(
            CrashPlan.None, new SeededRandom(1), new Appetite(100, TimeSpan.FromMilliseconds(50)), null, null);
        steps.Welcomed(Robust with { HeartbeatMs = null }, _now);
        Assert.NotNull(steps.NextCall(_now));
        steps.Answered(
            new Answer(AnswerKind.Assigned) { Tasks = [.. Enumerable.Range(0, count).Select(i => Task(i, attempt: attempt))] }, _now);
        return steps;
    }

    private void Work(WorkerSteps steps)
    {
        Assignment task = steps.TryStart(_now)!;
        steps.Finished(task, new JsonText("1"));
    }
}
