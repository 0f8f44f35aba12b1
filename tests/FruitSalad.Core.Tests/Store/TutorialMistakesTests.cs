using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>
/// The mistakes of the tutorial's master that concern the store and its rules. Each test fails on what the tutorial
/// does; the numbers are those of the list in which the mistakes were collected.
/// </summary>
public class TutorialMistakesTests
{
    /// <summary>Timeouts, claims and results of a thousand tasks, read by another thread all the while.</summary>
    [Fact]
    public void Mistakes_1_and_2_neither_handing_out_nor_putting_back_leaves_a_task_in_no_list()
    {
        const int Tasks = 1_000;
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Timeout with { IdleLimit = null } };
        var store = new MemoryTaskStore(settings, Many(Tasks));
        Take(store.HelloAsync(A, new WorkerIntroduction("A", 0, "here"), default));
        using var started = new ManualResetEventSlim();
        bool stop = false;
        var seen = new HashSet<(int Total, EndReason End)>();
        var reader = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                SaladSnapshot snapshot = Take(store.SnapshotAsync());
                seen.Add((snapshot.Counts.Total, snapshot.Counts.Done == Tasks ? EndReason.None : snapshot.EndReason));
                started.Set();
            }
        });
        reader.Start();
        Assert.True(started.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        TimeSpan now = default;
        for (int request = 1; request <= 2 * Tasks; request++)
        {
            Claim claim = Take(store.ClaimAsync(A, request, 1, now, now)).Value;
            if (request % 2 == 0)
            {
                ResultEntry[] result = [new(claim.Grants[0].Task.Id, claim.Grants[0].Attempt, "1")];
                Assert.Equal([Verdict.Accepted], Take(store.AcceptAsync(A, result, now)).Value);
            }

            now += Seconds(5);
            Take(store.TickAsync(now));
        }

        Volatile.Write(ref stop, true);
        Assert.True(reader.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal([(Tasks, EndReason.None)], seen);
        Assert.Equal(EndReason.Completed, Take(store.SnapshotAsync()).EndReason);
    }

    [Fact]
    public void Mistake_3_what_is_in_progress_is_decided_in_the_transition_itself()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout, Many(1)).Hello(A, B);
        salad.Get(A);

        // The list is empty, and its last task comes back at this very moment: nobody is told that all is done.
        Claim answer = salad.At(5).Ask(B);

        Assert.Single(answer.Grants);
    }

    [Fact]
    public void Mistake_4_the_end_is_announced_once_and_with_every_fruit()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout, Many(3)).Hello(A, B);
        salad.Get(A);
        salad.Get(B);
        salad.At(5).Ask(A);
        salad.Accept(B, 1, 1);
        salad.Do(B);
        salad.Ask(B);
        foreach (TaskSnapshot task in salad.Tasks.Where(task => task.State == TaskState.Leased))
        {
            salad.Accept(task.Worker, task.Task.Id, task.Attempt);
            salad.Accept(task.Worker, task.Task.Id, task.Attempt);
        }

        Assert.Equal((1, 3), (salad.Count(EventKind.Ended), salad.Tasks.Count(task => task.Result is not null)));
    }

    [Fact]
    public void Mistake_5_a_late_result_is_credited_to_whoever_sent_it()
    {
        TestSalad salad = Late();

        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));

        Assert.Equal([1, 0], salad.Snapshot.Workers.Select(worker => worker.Accepted));
        SaladEvent accepted = Assert.Single(salad.Events, e => e.Kind == EventKind.LateAccepted);
        Assert.Equal((A, 1), (accepted.Worker, accepted.Attempt));
    }

    [Fact]
    public void Mistake_6_a_late_result_counts_also_while_nobody_holds_the_task()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);

        Assert.Equal(Verdict.LateAccepted, salad.At(10).Accept(A, 0, 1));
    }

    /// <summary>
    /// A task of 4 s under a lease of 3.5 s that nobody renews: the first result that comes is taken. Discard, which
    /// is strict, never ends, and is there to be tried.
    /// </summary>
    [Theory]
    [InlineData(LateResult.FirstValid, EndReason.Completed)]
    [InlineData(LateResult.Discard, EndReason.None)]
    public void Mistake_6_a_lease_shorter_than_the_task_is_no_livelock(LateResult late, EndReason reason)
    {
        SaladPolicy policy = SaladPolicy.Robust with
        {
            Lease = Seconds(3.5), Renewal = false, LateResult = late, MaxAttempts = null,
        };
        TestSalad salad = new TestSalad(policy, Task("pastèque", 4)).Hello(A);
        for (int attempt = 1; attempt <= 50 && salad.Snapshot.EndReason == EndReason.None; attempt++)
        {
            Grant grant = salad.Get(A);
            salad.Now += grant.Task.Duration;
            salad.Accept(A, 0, grant.Attempt);
        }

        Assert.Equal(reason, salad.Snapshot.EndReason);
    }

    [Fact]
    public void Mistake_8_what_is_done_is_due_no_more()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout with { IdleLimit = null }, Many(100)).Hello(A);
        for (int i = 0; i < 99; i++)
        {
            salad.Do(A);
        }

        Assert.Null(salad.LastEffect.NextDue);
    }

    [Fact]
    public void Mistake_9_the_clock_starts_once_and_in_the_transition_of_the_first_question()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B).At(1);
        salad.Get(A);
        salad.At(0.5).Get(B);

        Assert.Equal(Seconds(1), salad.Snapshot.StartedAt);
    }

    [Fact]
    public void Mistake_10_an_unexpected_result_is_an_answer_and_no_error()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);

        Assert.Equal(Verdict.Unknown, salad.Accept(A, 0, 1));
        Assert.Equal(Verdict.Unknown, salad.Accept(A, 4711, 1));
        Assert.Equal(Verdict.Unknown, salad.Accept(B, 0, 1));
    }

    [Fact]
    public void Mistake_13_a_poison_task_kills_a_few_workers_and_not_all()
    {
        var salad = new TestSalad(SaladPolicy.Robust with { MaxAttempts = 3 }, Many(20));
        for (int number = 1; number <= 20 && salad.Snapshot.EndReason == EndReason.None; number++)
        {
            WorkerId worker = TestSalad.Worker(number);
            salad.Hello(worker);
            while (salad.Ask(worker).Grants is [var grant])
            {
                if (grant.Task.Id == 19)
                {
                    salad.Disconnect(worker, exited: true);
                    break;
                }

                salad.Accept(worker, grant.Task.Id, grant.Attempt);
            }
        }

        TaskCounts counts = salad.Snapshot.Counts;
        Assert.Equal((19, 1, EndReason.Failed), (counts.Done, counts.Dead, salad.Snapshot.EndReason));
        Assert.Equal(3, salad.Snapshot.Workers.Count);
    }

    [Fact]
    public void Mistake_13_what_came_back_goes_behind_what_was_never_tried()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(3)).Hello(A);
        salad.Get(A);
        salad.Fail(A, 0, 1);

        Assert.Equal(1, salad.Get(A).Task.Id);
    }

    [Fact]
    public void Mistake_14_who_waits_is_told_at_once_that_a_task_came_back()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A, B);
        salad.Get(A);
        salad.Disconnect(A, exited: true);

        Assert.Equal(1, salad.LastEffect.MadeReady);
    }

    [Fact]
    public void Mistake_15_a_worker_that_comes_back_is_the_same_one()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);
        salad.Disconnect(A);
        salad.Hello(A);

        Assert.Equal(Verdict.Accepted, salad.Accept(A, 0, 1));
        Assert.Single(salad.Snapshot.Workers);
    }

    [Fact]
    public void Mistake_16_results_are_checked_and_kept()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);

        Assert.Equal(Verdict.Unknown, salad.Accept(A, new ResultEntry(0, 1, "\"dam", Intact: false)));
        Assert.Equal(Verdict.Accepted, salad.Accept(A, new ResultEntry(0, 1, "\"sliced\"")));

        Assert.Equal("\"sliced\"", salad.Tasks[0].Result);
    }

    [Fact]
    public void Mistake_17_the_salad_ends_also_when_everybody_is_dead()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout, Many(2)).Hello(A);
        salad.Get(A);
        for (int tick = 0; tick < 9 && salad.LastEffect.NextDue is { } due; tick++)
        {
            salad.Now = due;
            salad.Tick();
        }

        Assert.Equal((EndReason.Idle, Seconds(35)), (salad.Snapshot.EndReason, salad.Now));
    }

    [Fact]
    public void Mistake_18_a_closed_connection_is_a_hint_and_no_proof()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Get(B);
        salad.Disconnect(A);
        salad.Disconnect(B);

        salad.At(1).Hello(B);
        salad.At(2).Tick();

        Assert.Equal([TaskState.Ready, TaskState.Leased], salad.Tasks.Select(task => task.State));
    }

    private static TestSalad Late()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A, B);
        salad.Get(A);
        salad.At(10).Get(B);
        return salad;
    }
}
