using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Master.TestMaster;

namespace FruitSalad.Core.Tests.Master;

/// <summary>Questions that wait at the master.</summary>
public class ParkedQuestionTests
{
    [Fact]
    public void With_work_there_a_question_is_answered_at_once()
    {
        TestAsk ask = new TestMaster(Fruits(1)).Hello(A).Ask(A);

        Assert.Equal((AnswerKind.Assigned, 0), (ask.Answer!.Kind, ask.TaskId));
    }

    [Fact]
    public void Tasks_that_come_back_go_to_whoever_waits_longest()
    {
        TestMaster master = new TestMaster(Fruits(2)).Hello(A, B, C);
        master.Ask(A, max: 2);
        TestAsk second = master.Ask(B);
        TestAsk third = master.Ask(C);

        Take(master.Steps.FailAsync(A, new Failure(0, 1, "rotten"), master.Now));
        Assert.Equal((0, null), (second.TaskId, third.Any));
        Take(master.Steps.ReleaseAsync(A, [new LeaseName(1, 1)], master.Now));
        Assert.Equal(1, third.TaskId);
    }

    [Fact]
    public void A_question_that_was_woken_in_vain_keeps_its_place()
    {
        TestMaster master = new TestMaster(Settings(SaladPolicy.Robust) with { KeepOpen = true }, Fruits(1)).Hello(A, B, C);
        master.Ask(A);
        TestAsk second = master.Ask(B);
        TestAsk third = master.Ask(C);

        // The added task goes to whoever brings a result in the same moment; the others were woken for nothing.
        Take(master.Steps.AddAsync("1", [Fruit() with { DependsOn = [0] }], master.Now));
        Assert.Equal(1, master.Return(A, 0, ask: new Ask(2)).Next!.Tasks![0].Task);
        Take(master.Steps.FailAsync(A, new Failure(1, 1, "rotten"), master.Now));

        Assert.Equal((1, null), (second.TaskId, third.Any));
    }

    [Fact]
    public void At_the_end_everybody_is_sent_home()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A, B, C);
        master.Ask(A);
        TestAsk second = master.Ask(B);
        TestAsk third = master.Ask(C);

        Assert.Equal(AnswerKind.Done, master.Return(A, 0, ask: new Ask(2)).Next!.Kind);
        Assert.All([second, third], ask => Assert.Equal((AnswerKind.Done, DoneReason.Completed), (ask.Any!.Kind, ask.Any.Reason)));
    }

    [Fact]
    public void When_its_wait_is_over_a_question_is_told_to_ask_again_at_once()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A, B);
        master.Ask(A, waitMs: 0);
        TestAsk ask = master.Ask(B, waitMs: 5000);

        master.At(4.9).Tick();
        Assert.Null(ask.Any);
        master.At(5).Tick();
        Assert.Equal((AnswerKind.Wait, 0), (ask.Any!.Kind, ask.Any.RetryAfterMs));
    }

    [Fact]
    public void The_shell_is_told_when_the_first_wait_ends()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A, B, C);
        master.Ask(A);
        master.Ask(B, waitMs: 7000);
        master.Effects.Clear();
        master.Ask(C, waitMs: 3000);
        Assert.Contains(master.Effects, effect => effect.NextDue == TimeSpan.FromSeconds(3));

        master.Effects.Clear();
        master.At(3).Tick();
        Assert.Contains(master.Effects, effect => effect.NextDue == TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void A_question_never_waits_longer_than_the_policy_lets_it()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A, B);
        master.Ask(A);

        Assert.Equal(TimeSpan.FromSeconds(10), master.Ask(B, waitMs: 1e9).Until);
    }

    [Fact]
    public void Where_the_policy_polls_nothing_waits()
    {
        TestMaster master = new TestMaster(Settings(SaladPolicy.Timeout), Fruits(1)).Hello(A, B);
        master.Ask(A);

        Assert.Equal((AnswerKind.Wait, 3000), (master.Ask(B).Answer!.Kind, master.Ask(B).Answer!.RetryAfterMs));
    }

    [Fact]
    public void A_delivery_to_somebody_gone_gives_the_lease_back_and_blames_nobody()
    {
        TestMaster master = new TestMaster(Settings(SaladPolicy.Robust with { MaxAttempts = 2 }), Fruits(1)).Hello(A, B, C);
        master.Ask(A);
        TestAsk gone = master.Ask(B);
        gone.Gone = true;
        TestAsk next = master.Ask(C);

        Take(master.Steps.FailAsync(A, new Failure(0, 1, "rotten"), master.Now));

        // Attempt 2 went to nobody; had it been charged, the task would be dead by now.
        Assert.Equal((0, 3), (next.TaskId, next.Any!.Tasks![0].Attempt));
        Assert.Contains(master.Events, e => e.Kind == EventKind.Released && e.Attempt == 2);
    }

    [Fact]
    public void A_forgotten_question_gets_nothing()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A, B, C);
        master.Ask(A);
        TestAsk forgotten = master.Ask(B);
        TestAsk next = master.Ask(C);
        master.Steps.Forget(forgotten);

        Take(master.Steps.FailAsync(A, new Failure(0, 1, "rotten"), master.Now));
        Assert.Equal((null, 0), (forgotten.Any, next.TaskId));
    }

    [Fact]
    public void A_question_of_an_older_connection_does_not_stand_before_the_new_one_s()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A, B);
        master.Ask(A);
        TestAsk stale = master.Ask(B);
        master.Hello(B);
        TestAsk fresh = master.Ask(B);

        Take(master.Steps.FailAsync(A, new Failure(0, 1, "rotten"), master.Now));
        Assert.Equal((AnswerKind.Wait, 0), (stale.Any!.Kind, fresh.TaskId));
    }

    [Fact]
    public void An_expired_lease_wakes_who_waits()
    {
        TestMaster master = new TestMaster(Fruits(1)).Hello(A, B);
        master.Ask(A);
        TestAsk waiting = master.Ask(B);

        master.At(10).Tick();
        Assert.Equal((0, 2), (waiting.TaskId, waiting.Any!.Tasks![0].Attempt));
    }

    [Fact]
    public void What_comes_between_looking_and_parking_is_not_overlooked()
    {
        TestMaster master = new TestMaster(Settings(SaladPolicy.Robust) with { KeepOpen = true }).Hello(A);
        int looks = 0;
        Answer? answer = Take(master.Steps.AskAsync(A, new Ask(1, 1, 20_000), until =>
        {
            looks++;
            Take(master.Steps.AddAsync("just now", [Fruit()], master.Now));
            return new TestAsk(A, new Ask(1), until);
        }, master.Now));

        Assert.Equal((1, AnswerKind.Assigned), (looks, answer?.Kind));
    }

    [Fact]
    public async Task No_wake_up_is_lost_among_threads()
    {
        // Askers and one who adds, all at once: whoever found nothing parks, and every task reaches somebody.
        const int Count = 3000;
        var master = new TestMaster(Settings(SaladPolicy.Robust) with { KeepOpen = true });
        WorkerId[] workers = [.. Enumerable.Range(1, 4).Select(number => new WorkerId(new Guid(number, 0, 0, new byte[8])))];
        master.Hello(workers);
        int got = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] asking = [.. workers.Select(worker => Task.Run(async () =>
        {
            for (long request = 1; !all.Task.IsCompleted; request++)
            {
                if (await WaitingAsk.AskAsync(master.Steps, worker, request, all.Task) is not { Tasks: { } tasks })
                {
                    return;
                }

                await master.Steps.ReceiveAsync(worker, [new ResultEntry(tasks[0].Task, tasks[0].Attempt, "1")], null, default);
                if (Interlocked.Increment(ref got) == Count)
                {
                    all.SetResult();
                }
            }
        }))];
        for (int i = 0; i < Count; i++)
        {
            await master.Steps.AddAsync($"{i}", [Fruit()], default);
        }

        await Task.WhenAll(asking).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Count, master.Status.Done);
    }
}
