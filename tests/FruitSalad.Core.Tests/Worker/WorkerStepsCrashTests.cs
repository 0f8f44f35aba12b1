using FruitSalad.Contract;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Worker.TestWorker;

namespace FruitSalad.Core.Tests.Worker;

/// <summary>Each planned failure strikes where it says, says so on the worker's own output, and sends nothing after (F2-F4, F9).</summary>
public class WorkerStepsCrashTests
{
    public static TheoryData<FailureKind, Fate> Kinds => new()
    {
        { FailureKind.Crash, Fate.Crash },
        { FailureKind.Hang, Fate.Hang },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Before_it_asks(FailureKind kind, Fate fate)
    {
        TestWorker worker = Doomed(CrashPoint.BeforeAsk, kind).Welcome();

        Assert.Null(worker.Steps.NextCall(worker.Now));
        Struck(worker, kind, fate, null);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Before_it_asks_again_its_result_still_goes_out(FailureKind kind, Fate fate)
    {
        // A seed whose first draw spares and whose second strikes.
        TestWorker worker = Mortal(CrashPoint.BeforeAsk, kind, "-x").With(0);
        worker.Work();

        Delivery delivery = worker.Deliver()!;
        Assert.Null(delivery.Ask);
        worker.Steps.Answered(delivery, Accepted(1), worker.Now);
        Assert.Null(worker.Steps.NextCall(worker.Now));
        Struck(worker, kind, fate, null);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Holding_a_task_that_it_has_not_begun(FailureKind kind, Fate fate)
    {
        TestWorker worker = Doomed(CrashPoint.Holding, kind).With(0);

        Assert.Null(worker.Start());
        Assert.DoesNotContain(worker.Lines, line => line.Kind == WorkerLineKind.Preparing);
        Struck(worker, kind, fate, 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_the_middle_of_the_work(FailureKind kind, Fate fate)
    {
        TestWorker worker = Doomed(CrashPoint.MidWork, kind).With(0);
        Assert.NotNull(worker.Start());
        Assert.Equal(Fate.Work, worker.Steps.Fate);

        Assert.InRange(worker.Steps.NextDue(false, false)!.Value.TotalMilliseconds, 0, 3000);
        worker.At(3000);
        Struck(worker, kind, fate, 0);
    }

    [Fact]
    public void In_the_middle_of_work_that_was_quicker_than_planned_it_strikes_at_its_end()
    {
        TestWorker worker = Doomed(CrashPoint.MidWork, FailureKind.Crash).With(0);
        Assignment running = worker.Start()!;
        worker.Steps.Finished(running, new JsonText("1"));

        Struck(worker, FailureKind.Crash, Fate.Crash, 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_the_work_and_before_the_send(FailureKind kind, Fate fate)
    {
        TestWorker worker = Doomed(CrashPoint.AfterWork, kind).With(0);
        Assert.NotNull(worker.Work(3000));

        Struck(worker, kind, fate, 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_the_send_and_before_the_reply(FailureKind kind, Fate fate)
    {
        TestWorker worker = Doomed(CrashPoint.AfterSend, kind).With(0);
        worker.Work(3000);
        Delivery delivery = worker.Deliver()!;
        Assert.Equal(Fate.Work, worker.Steps.Fate);

        worker.Steps.Answered(delivery, Accepted(1, Assign(1)), worker.Now);
        Struck(worker, kind, fate, null);
    }

    [Theory]
    [InlineData(CrashPoint.Holding)]
    [InlineData(CrashPoint.MidWork)]
    [InlineData(CrashPoint.AfterWork)]
    public void Stuck_the_task_never_ends_and_renewals_go_on(CrashPoint point)
    {
        TestWorker worker = Doomed(point, FailureKind.Stuck).With(0);
        worker.Work(3000);

        Assert.True(worker.Steps.Stuck);
        Assert.Equal((Fate.Work, 1), (worker.Steps.Fate, worker.Alerts));
        Assert.Null(worker.Steps.NextCall(worker.Now));
        worker.Steps.Failed(Task(0), "late error");
        Assert.Null(worker.Steps.NextCall(worker.Now));
        Assert.Equal([new LeaseName(0, 1)], worker.At(60_000).Renew()!.Leases);
    }

    [Fact]
    public void Stuck_it_goes_on_once_its_lease_is_lost()
    {
        TestWorker worker = Doomed(CrashPoint.AfterWork, FailureKind.Stuck).With(0);
        worker.Work(3000);
        worker.At(6000).Renew();

        Assert.True(worker.Renewed(new LeaseName(0, 1)));
        Assert.False(worker.Steps.Stuck);
        Assert.Equal(2, worker.Ask()!.Request);
    }

    [Fact]
    public void Stuck_and_drained_it_gives_the_task_back()
    {
        TestWorker worker = Doomed(CrashPoint.Holding, FailureKind.Stuck).With(0);
        worker.Start();
        worker.Steps.Drain(worker.Now);

        Assert.True(worker.Steps.NextCall(worker.Now)!.Goodbye);
    }

    [Theory]
    [InlineData(CrashPoint.BeforeAsk)]
    [InlineData(CrashPoint.AfterSend)]
    public void Stuck_with_nothing_in_hand_is_a_hang(CrashPoint point)
    {
        TestWorker worker = Doomed(point, FailureKind.Stuck);
        if (point == CrashPoint.AfterSend)
        {
            worker.With(0).Work();
            worker.Steps.Answered(worker.Deliver()!, Accepted(1, Assign(1)), worker.Now);
        }
        else
        {
            worker.Welcome().Ask();
        }

        Assert.Equal(Fate.Hang, worker.Steps.Fate);
    }

    [Fact]
    public void Stuck_after_the_send_with_more_in_hand_the_results_are_not_sent_twice()
    {
        TestWorker worker = Doomed(CrashPoint.AfterSend, FailureKind.Stuck, prefetch: 2).With(0, 1);
        worker.Work();
        Delivery delivery = worker.Deliver()!;
        worker.Start();
        worker.Steps.Answered(delivery, Accepted(1, Wait(1000)), worker.Now);

        Assert.True(worker.Steps.Stuck);
        Assert.Null(worker.Deliver());
    }

    [Fact]
    public void A_worker_without_a_plan_never_fails()
    {
        for (long seed = 0; seed < 50; seed++)
        {
            TestWorker worker = new TestWorker(seed: seed).With(0);
            Assert.NotNull(worker.Work(3000));
            worker.Steps.Answered(worker.Deliver()!, Accepted(1), worker.Now);
            Assert.Equal((Fate.Work, 0), (worker.Steps.Fate, worker.Alerts));
        }
    }

    [Fact]
    public void The_tutorial_s_probability_strikes_three_times_in_five()
    {
        int struck = Enumerable.Range(0, 2000).Count(seed => LivesThrough(CrashPoint.AfterWork, seed, 1) == 0);

        Assert.InRange(struck, 1120, 1280);
    }

    [Theory]
    [InlineData(CrashPoint.BeforeAsk)]
    [InlineData(CrashPoint.Holding)]
    [InlineData(CrashPoint.MidWork)]
    [InlineData(CrashPoint.AfterWork)]
    [InlineData(CrashPoint.AfterSend)]
    public void The_same_seed_strikes_at_the_same_task_and_another_seed_elsewhere(CrashPoint point)
    {
        int[] first = [.. Enumerable.Range(0, 40).Select(seed => LivesThrough(point, seed, 10))];

        Assert.Equal(first, Enumerable.Range(0, 40).Select(seed => LivesThrough(point, seed, 10)));
        Assert.True(first.Distinct().Count() > 2, string.Join(' ', first));
    }

    [Theory]
    [InlineData(CrashPoint.BeforeAsk)]
    [InlineData(CrashPoint.AfterWork)]
    public void Polls_and_broken_connections_do_not_change_where_it_strikes(CrashPoint point)
    {
        int[] calm = [.. Enumerable.Range(0, 40).Select(seed => LivesThrough(point, seed, 10))];

        Assert.Equal(calm, Enumerable.Range(0, 40).Select(seed => LivesThrough(point, seed, 10, polls: 3)));
    }

    [Fact]
    public void How_many_results_travel_together_does_not_change_where_it_strikes()
    {
        Assert.All(Enumerable.Range(0, 40), seed => Assert.Equal(Together(seed, 1), Together(seed, 5)));
    }

    /// <summary>How many of five results were told of when it struck, sent so many at a time; rounded up to the delivery.</summary>
    private static bool Together(long seed, int parcel)
    {
        TestWorker worker = new TestWorker(
            new CrashPlan { Point = CrashPoint.AfterSend, Probability = 0.2 }, prefetch: 5, seed).With(0, 1, 2, 3, 4);
        for (int sent = 0; sent < 5 && worker.Steps.Fate == Fate.Work; sent += parcel)
        {
            for (int i = 0; i < parcel; i++)
            {
                worker.Work();
            }

            worker.Steps.Answered(worker.Deliver()!, Accepted(parcel), worker.Now);
        }

        return worker.Steps.Fate == Fate.Crash;
    }

    /// <summary>How many tasks it gets told of as done before it fails.</summary>
    private static int LivesThrough(CrashPoint point, long seed, int tasks, int polls = 0)
    {
        var worker = new TestWorker(new CrashPlan { Point = point, Probability = CrashPlan.TutorialProbability }, seed: seed);
        worker.Welcome();
        for (int id = 0; id < tasks; id++)
        {
            for (int poll = 0; poll < polls && worker.Ask() is not null; poll++)
            {
                worker.Steps.Answered(Wait(1000), worker.Now);
                worker.Now += TimeSpan.FromMilliseconds(1100);
                worker.Ask();
                worker.Steps.Disconnected();
                worker.Welcome();
            }

            if (worker.Ask() is null)
            {
                return id;
            }

            worker.Steps.Answered(Assign(id), worker.Now);
            worker.Work(3000);
            if (worker.Steps.Fate != Fate.Work || worker.Deliver() is not { } delivery)
            {
                return id;
            }

            worker.Steps.Answered(delivery, Accepted(1, Wait(0)), worker.Now);
            if (worker.Steps.Fate != Fate.Work)
            {
                return id;
            }
        }

        return tasks;
    }

    private static TestWorker Doomed(CrashPoint point, FailureKind kind, int prefetch = 1) =>
        new(new CrashPlan { Point = point, Kind = kind, Probability = 1 }, prefetch);

    /// <summary>A worker with the first seed whose draws begin as the pattern says: x strikes, - spares.</summary>
    private static TestWorker Mortal(CrashPoint point, FailureKind kind, string pattern)
    {
        long seed = 0;
        while (!Draws(seed, pattern.Length).SequenceEqual(pattern))
        {
            seed++;
        }

        return new(new CrashPlan { Point = point, Kind = kind, Probability = 0.5 }, seed: seed);
    }

    private static IEnumerable<char> Draws(long seed, int count)
    {
        var random = new FruitSalad.Tasks.SeededRandom(seed);
        random.NextBits();
        return [.. Enumerable.Range(0, count).Select(_ => random.Chance(0.5) ? 'x' : '-')];
    }

    private static void Struck(TestWorker worker, FailureKind kind, Fate fate, int? task)
    {
        Assert.Equal(fate, worker.Steps.Fate);
        WorkerLine alert = Assert.Single(worker.Lines, line => line.Kind == WorkerLineKind.Alert);
        Assert.Equal((kind.ToString(), task ?? -1), (alert.Text, alert.TaskId));
        Assert.Same(alert, worker.Lines[^1]);
        Assert.True(worker.IsSilent());
    }
}
