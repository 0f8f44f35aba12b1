using FruitSalad.Contract;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Worker.TestWorker;

namespace FruitSalad.Core.Tests.Worker;

/// <summary>Several tasks held, one at work.</summary>
public class WorkerStepsPrefetchTests
{
    [Fact]
    public void It_works_in_the_order_given_one_at_a_time()
    {
        TestWorker worker = new TestWorker(prefetch: 3).With(5, 1, 9);

        Assigned(5, worker.Start());
        Assert.Null(worker.Start());
        worker.Steps.Finished(Task(5), new JsonText("1"));
        Assigned(1, worker.Work());
        Assigned(9, worker.Work());
    }

    [Fact]
    public void Results_are_sent_as_soon_as_the_wire_is_free_and_together()
    {
        TestWorker worker = new TestWorker(prefetch: 4).With(0, 1, 2, 3);
        worker.Work();
        Delivery first = worker.Deliver()!;

        // While that call is under way, two more are done.
        worker.Work();
        worker.Work();
        worker.Steps.Answered(first, Accepted(1), worker.Now);

        Assert.Equal([0], first.Results.Select(result => result.Task));
        Assert.Equal([1, 2], worker.Deliver()!.Results.Select(result => result.Task));
    }

    [Fact]
    public void It_asks_again_when_half_is_left_and_does_not_wait_for_the_answer()
    {
        TestWorker worker = new TestWorker(prefetch: 4).With(0, 1, 2, 3);

        worker.Work();
        Delivery early = worker.Deliver()!;
        Assert.Null(early.Ask);
        worker.Steps.Answered(early, Accepted(1), worker.Now);

        worker.Work();
        Assert.Equal(new Ask(2, 4, 0), worker.Deliver()!.Ask);
    }

    [Fact]
    public void Without_renewal_it_takes_one_at_a_time_and_asks_for_no_more_while_it_works()
    {
        var worker = new TestWorker(prefetch: 4, terms: TestWorker.Robust with { HeartbeatMs = null });
        worker.Welcome();

        Assert.Equal(1, worker.Ask()!.Max);
        worker.Steps.Answered(Assign(0), worker.Now);
        Assert.NotNull(worker.Start());
        Assert.Null(worker.Ask());
    }

    [Fact]
    public void A_thousand_results_at_most_travel_together()
    {
        TestWorker worker = new TestWorker(prefetch: 1500).With([.. Enumerable.Range(0, 1500)]);
        while (worker.Work() is not null)
        {
        }

        Delivery first = worker.Deliver()!;
        worker.Steps.Answered(first, Accepted(1000), worker.Now);

        Assert.Equal((1000, null), (first.Results.Count, first.Ask));
        Assert.Equal(500, worker.Deliver()!.Results.Count);
        Assert.NotNull(worker.Deliver()!.Ask);
    }

    [Fact]
    public void Sent_home_from_a_drained_list_it_still_brings_what_it_holds()
    {
        TestWorker worker = new TestWorker(prefetch: 4).With(0, 1);
        Assignment running = worker.Start()!;
        Assert.NotNull(worker.Ask());
        worker.Steps.Answered(Done(DoneReason.Drained), worker.Now);
        worker.Steps.Finished(running, new JsonText("1"));
        Assigned(1, worker.Work());

        Delivery delivery = worker.Deliver()!;
        Assert.Equal([0, 1], delivery.Results.Select(result => result.Task));
        Assert.Null(delivery.Ask);
        worker.Steps.Answered(delivery, Accepted(2), worker.Now);
        Assert.True(worker.Steps.NextCall(worker.Now)!.Goodbye);
    }

    [Fact]
    public void A_stopped_salad_gets_what_runs_and_the_rest_back()
    {
        TestWorker worker = new TestWorker(prefetch: 4).With(0, 1);
        Assignment running = worker.Start()!;
        Assert.NotNull(worker.Ask());
        worker.Steps.Answered(Done(DoneReason.Stopped), worker.Now);
        worker.Steps.Finished(running, new JsonText("1"));

        Assert.Null(worker.Start());
        Delivery delivery = worker.Deliver()!;
        worker.Steps.Answered(delivery, Accepted(1), worker.Now);
        Assert.True(worker.Steps.NextCall(worker.Now)!.Goodbye);
    }

    [Fact]
    public void An_ended_salad_wants_nothing_of_what_is_held()
    {
        TestWorker worker = new TestWorker(prefetch: 4).With(0, 1);
        worker.Start();
        Assert.NotNull(worker.Ask());
        worker.Steps.Answered(Done(DoneReason.Completed), worker.Now);

        Assert.True(worker.Steps.NextCall(worker.Now)!.Goodbye);
        Assert.Null(worker.Start());
    }

    private static void Assigned(int id, Assignment? task) => Assert.Equal(id, task?.Task);
}
