using FruitSalad.Contract;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Worker.TestWorker;

namespace FruitSalad.Core.Tests.Worker;

/// <summary>Ask, work, send, ask.</summary>
public class WorkerStepsTests
{
    [Fact]
    public void Before_the_welcome_it_says_nothing()
    {
        Assert.True(new TestWorker().IsSilent());
    }

    [Fact]
    public void It_asks_for_one_task_and_lets_the_master_wait()
    {
        Assert.Equal(new Ask(1, 1, 20_000), new TestWorker().Welcome().Ask());
    }

    [Fact]
    public void It_works_then_sends_and_asks_in_one_call()
    {
        TestWorker worker = new TestWorker().With(7);

        Assert.Null(worker.Steps.NextCall(worker.Now));
        Assert.Equal(Task(7), worker.Work(3000));

        Delivery delivery = worker.Deliver()!;
        Assert.Equal([new TaskResult(7, 1, new JsonText("1"))], delivery.Results);
        Assert.Equal(new Ask(2, 1, 0), delivery.Ask);

        worker.Steps.Answered(delivery, Accepted(1, Assign(8)), worker.Now);
        Assert.Equal(Task(8), worker.Start());
        Assert.Equal(
            [WorkerLineKind.Received, WorkerLineKind.Preparing, WorkerLineKind.Sent, WorkerLineKind.Received, WorkerLineKind.Preparing],
            worker.Lines.Select(line => line.Kind));
    }

    [Fact]
    public void A_request_keeps_its_number_until_it_is_answered_with_leases()
    {
        TestWorker worker = new TestWorker().Welcome();

        Assert.Equal(1, worker.Ask()!.Request);
        worker.Steps.Answered(Wait(0), worker.Now);
        Assert.Equal(1, worker.Ask()!.Request);
        worker.Steps.Answered(Assign(0), worker.Now);
        worker.Work();
        Assert.Equal(2, worker.Deliver()!.Ask!.Request);
    }

    [Fact]
    public void Told_to_wait_it_asks_again_about_then_and_not_before()
    {
        TestWorker worker = new TestWorker().Welcome();
        worker.Ask();
        worker.Steps.Answered(Wait(1000), worker.Now);

        Assert.InRange(worker.Steps.NextDue(false, false)!.Value.TotalMilliseconds, 900, 1100);
        Assert.Null(worker.At(899).Ask());
        Assert.NotNull(worker.At(1100).Ask());
    }

    [Fact]
    public void A_failed_task_is_told_and_the_worker_asks_on_at_once()
    {
        TestWorker worker = new TestWorker().With(3);
        worker.Steps.Failed(worker.Start()!, "rotten");

        Assert.Equal(new Failure(3, 1, "rotten"), worker.Steps.NextCall(worker.Now)!.Failure);
        worker.Steps.Answered(new FailReceipt(FailVerdict.Requeued));
        Assert.Equal(2, worker.Ask()!.Request);
    }

    [Fact]
    public void A_result_too_large_for_a_frame_fails_its_task_instead_of_breaking_the_connection_for_ever()
    {
        TestWorker worker = new TestWorker().With(3);
        worker.Steps.Finished(worker.Start()!, new JsonText('"' + new string('é', 8 << 20) + '"'));

        Failure failure = worker.Steps.NextCall(worker.Now)!.Failure!;
        Assert.Contains("limit", failure.Error);
        worker.Steps.Answered(new FailReceipt(FailVerdict.Requeued));
        Assert.Null(worker.Deliver());
    }

    [Fact]
    public void New_tasks_travel_with_the_result_that_brings_them()
    {
        TestWorker worker = new TestWorker().With(3);
        NewTaskMessage[] children = [new("peel"), new("core") { Siblings = [0] }];
        worker.Steps.Finished(worker.Start()!, new WorkResult(new JsonText("1")) { Add = children });

        Assert.Same(children, Assert.Single(worker.Deliver()!.Results).Add);
    }

    [Theory]
    [InlineData(10_001, "peel")]
    [InlineData(15, "1 MiB")]
    public void More_new_tasks_than_a_message_carries_fail_their_task(int count, string name)
    {
        TestWorker worker = new TestWorker().With(3);
        string payload = name == "peel" ? "1" : new string('1', 1 << 20);
        var child = new NewTaskMessage(name) { Payload = new JsonText(payload) };
        worker.Steps.Finished(worker.Start()!, new WorkResult(new JsonText("1")) { Add = [.. Enumerable.Repeat(child, count)] });

        Assert.Contains("the limit is", worker.Steps.NextCall(worker.Now)!.Failure!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endless_error_text_is_cut()
    {
        TestWorker worker = new TestWorker().With(3);
        worker.Steps.Failed(worker.Start()!, new string('x', 1 << 20));

        Assert.Equal(4000, worker.Steps.NextCall(worker.Now)!.Failure!.Error.Length);
    }

    [Theory]
    [InlineData(DoneReason.Completed)]
    [InlineData(DoneReason.Failed)]
    [InlineData(DoneReason.Idle)]
    [InlineData(DoneReason.Stopped)]
    [InlineData(DoneReason.Drained)]
    public void Told_that_nothing_is_left_it_leaves(DoneReason reason)
    {
        TestWorker worker = new TestWorker().Welcome();
        worker.Ask();
        worker.Steps.Answered(Done(reason), worker.Now);
        Assert.True(worker.Steps.NextCall(worker.Now)!.Goodbye);
        worker.Steps.SaidGoodbye();

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (worker.Steps.Fate, worker.Steps.LeaveReason));
        Assert.True(worker.IsSilent());
    }

    [Fact]
    public void Sent_home_and_cut_off_it_leaves_without_a_word()
    {
        TestWorker worker = new TestWorker().Welcome();
        worker.Ask();
        worker.Steps.Answered(Done(DoneReason.Completed), worker.Now);
        worker.Steps.Disconnected();

        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (worker.Steps.Fate, worker.Steps.LeaveReason));
    }

    [Fact]
    public void No_master_any_more_and_it_leaves_and_says_why()
    {
        var worker = new TestWorker();
        worker.Steps.GiveUp(LeaveReason.MasterLost, "nobody listens");

        Assert.Equal((Fate.Leave, LeaveReason.MasterLost), (worker.Steps.Fate, worker.Steps.LeaveReason));
        Assert.Equal("MasterLost: nobody listens", worker.Lines[^1].Text);
    }

    [Fact]
    public void A_slow_worker_takes_its_multiple_of_the_time()
    {
        TestWorker worker = new TestWorker(new CrashPlan { Slowness = 2.5 }).With(0);

        Assert.Equal(7500, worker.Start()!.DurationMs);
        Assert.Equal(7.5, worker.Lines[^1].Seconds);
    }
}
