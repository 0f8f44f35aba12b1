using FruitSalad.Contract;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Worker.TestWorker;

namespace FruitSalad.Core.Tests.Worker;

/// <summary>A task that was lost before may kill its worker: nobody else may be blamed for that.</summary>
public class WorkerStepsSuspectTests
{
    [Fact]
    public void It_begins_when_every_result_before_it_is_acknowledged()
    {
        TestWorker worker = Holding(Task(0), Task(1, attempt: 2));
        worker.Work();

        Assert.Null(worker.Start());
        Delivery sent = worker.Deliver()!;
        Assert.Null(worker.Start());
        worker.Steps.Answered(sent, Accepted(1), worker.Now);
        Assert.Equal(1, worker.Start()!.Task);
    }

    [Fact]
    public void The_next_one_begins_when_its_own_result_is_acknowledged()
    {
        TestWorker worker = Holding(Task(0, attempt: 2), Task(1));
        worker.Work();

        Assert.Null(worker.Start());
        worker.Steps.Answered(worker.Deliver()!, Accepted(1), worker.Now);
        Assert.Equal(1, worker.Start()!.Task);
    }

    [Fact]
    public void Its_failure_is_told_before_the_next_one_begins()
    {
        TestWorker worker = Holding(Task(0, attempt: 2), Task(1));
        worker.Steps.Failed(worker.Start()!, "burnt");

        Assert.Null(worker.Start());
        worker.Steps.Answered(new FailReceipt(FailVerdict.Requeued));
        Assert.Equal(1, worker.Start()!.Task);
    }

    [Fact]
    public void Tasks_that_were_never_lost_do_not_wait_for_each_other()
    {
        TestWorker worker = Holding(Task(0), Task(1));
        worker.Work();

        Assert.Equal(1, worker.Start()!.Task);
    }

    private static TestWorker Holding(params Assignment[] tasks)
    {
        TestWorker worker = new TestWorker(prefetch: 4).Welcome();
        Assert.NotNull(worker.Ask());
        worker.Steps.Answered(new Answer(AnswerKind.Assigned) { Tasks = tasks }, worker.Now);
        return worker;
    }
}
