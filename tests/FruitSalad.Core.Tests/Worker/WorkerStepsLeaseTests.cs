using FruitSalad.Contract;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Worker.TestWorker;

namespace FruitSalad.Core.Tests.Worker;

/// <summary>Renewals, lost leases, drain, and a connection that breaks.</summary>
public class WorkerStepsLeaseTests
{
    [Fact]
    public void Renewals_name_all_that_is_held_in_order_the_running_one_first()
    {
        TestWorker worker = new TestWorker(prefetch: 3).With(4, 2, 6);
        worker.Start();

        Assert.Null(worker.At(2999).Renew());
        Assert.Equal([4, 2, 6], worker.At(3000).Renew()!.Leases.Select(lease => lease.Task));
    }

    [Fact]
    public void They_come_at_the_heartbeat_and_none_while_one_is_under_way()
    {
        TestWorker worker = new TestWorker().With(0);
        worker.Start();
        Assert.NotNull(worker.At(3000).Renew());
        Assert.Null(worker.At(5999).Renew());

        Assert.Null(worker.Steps.NextDue(calling: false, renewing: true));
        worker.Renewed();
        Assert.Equal(TimeSpan.FromMilliseconds(6000), worker.Steps.NextDue(false, false));
        Assert.NotNull(worker.At(6000).Renew());
    }

    [Fact]
    public void Holding_nothing_it_renews_nothing()
    {
        TestWorker worker = new TestWorker().Welcome();

        Assert.Null(worker.At(60_000).Renew());
        Assert.Null(worker.Steps.NextDue(false, false));
    }

    [Fact]
    public void Without_a_heartbeat_it_renews_nothing()
    {
        TestWorker worker = new TestWorker(terms: Robust with { HeartbeatMs = null }).With(0);
        worker.Start();

        Assert.Null(worker.At(60_000).Renew());
    }

    [Fact]
    public void A_lost_lease_stops_the_work_and_takes_what_waited_off_the_list()
    {
        TestWorker worker = new TestWorker(prefetch: 3).With(0, 1, 2);
        Assignment running = worker.Start()!;
        worker.At(3000).Renew();

        Assert.True(worker.Renewed(new LeaseName(0, 1), new LeaseName(1, 1)));
        Assert.Equal((WorkerLineKind.Lost, 0), (worker.Lines[^1].Kind, worker.Lines[^1].TaskId));
        worker.Steps.Finished(running, new JsonText("1"));
        Assert.Null(worker.Deliver());
        Assert.Equal(2, worker.Start()!.Task);
    }

    [Fact]
    public void A_lost_lease_of_another_attempt_touches_nothing()
    {
        TestWorker worker = new TestWorker().With(0);
        worker.Start();
        worker.At(3000).Renew();

        Assert.False(worker.Renewed(new LeaseName(0, 2)));
        worker.Steps.Finished(Task(0), new JsonText("1"));
        Assert.NotNull(worker.Deliver());
    }

    [Fact]
    public void Drained_it_finishes_what_runs_sends_it_and_says_goodbye()
    {
        TestWorker worker = new TestWorker(prefetch: 2).With(0, 1);
        Assignment running = worker.Start()!;
        worker.At(3000).Renew();
        worker.Steps.Answered(new Renewed([], Drain: true), worker.Now);

        Assert.Null(worker.Steps.NextCall(worker.Now));
        worker.Steps.Finished(running, new JsonText("1"));
        Assert.Null(worker.Start());
        Delivery last = worker.Deliver()!;
        Assert.Null(last.Ask);
        worker.Steps.Answered(last, Accepted(1), worker.Now);
        Assert.True(worker.Steps.NextCall(worker.Now)!.Goodbye);
        worker.Steps.SaidGoodbye();
        Assert.Equal((Fate.Leave, LeaveReason.Drained), (worker.Steps.Fate, worker.Steps.LeaveReason));
    }

    [Fact]
    public void Drained_with_nobody_to_tell_it_just_leaves()
    {
        var unmet = new TestWorker();
        unmet.Steps.Drain(default);
        Assert.Equal(LeaveReason.Drained, unmet.Steps.LeaveReason);

        TestWorker cut = new TestWorker().Welcome();
        cut.Steps.Drain(default);
        Assert.True(cut.Steps.NextCall(default)!.Goodbye);
        cut.Steps.Disconnected();
        Assert.Equal(LeaveReason.Drained, cut.Steps.LeaveReason);
    }

    [Fact]
    public void Drained_with_a_result_it_stays_until_that_is_told()
    {
        TestWorker worker = new TestWorker().With(0);
        worker.Work();
        worker.Steps.Disconnected();
        worker.Steps.Drain(default);

        Assert.Equal(Fate.Work, worker.Steps.Fate);
        worker.Welcome();
        Assert.NotNull(worker.Deliver());
    }

    [Fact]
    public void After_a_broken_connection_the_unanswered_question_is_asked_again()
    {
        TestWorker worker = new TestWorker().Welcome();
        Ask asked = worker.Ask()!;
        worker.Steps.Disconnected();
        Assert.True(worker.IsSilent());

        Assert.Equal(asked, worker.Welcome().Ask());
    }

    [Fact]
    public void After_a_broken_connection_the_unanswered_results_are_sent_again_under_the_same_question()
    {
        TestWorker worker = new TestWorker().With(0);
        worker.Work();
        Delivery sent = worker.Deliver()!;
        worker.Steps.Disconnected();

        Delivery again = worker.Welcome().Deliver()!;
        Assert.Equal(sent.Results, again.Results);
        Assert.Equal(sent.Ask, again.Ask);
    }

    [Fact]
    public void After_a_broken_connection_what_is_held_is_renewed_at_once_and_worked_on_meanwhile()
    {
        TestWorker worker = new TestWorker().With(0);
        worker.At(100).Start();
        worker.Steps.Disconnected();
        worker.At(200).Welcome();

        Assert.Equal([new LeaseName(0, 1)], worker.Renew()!.Leases);
        worker.Steps.Finished(Task(0), new JsonText("1"));
        Assert.NotNull(worker.Deliver());
    }

    [Fact]
    public void Cut_off_it_plans_nothing_that_needs_a_master()
    {
        TestWorker worker = new TestWorker(prefetch: 4).With(0);
        worker.Start();
        Assert.NotNull(worker.Ask());
        worker.Steps.Answered(Wait(500), worker.Now);
        Assert.NotNull(worker.Steps.NextDue(false, false));

        worker.Steps.Disconnected();
        Assert.Null(worker.Steps.NextDue(false, false));
    }
}
