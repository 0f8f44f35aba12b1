using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>What a task gets from those that it depends on: results, or the end of all hope.</summary>
public class InputTests
{
    private static readonly string Half = new('x', Grant.MaxBytes / 2);

    [Fact]
    public void A_task_is_handed_out_with_the_results_that_it_depends_on()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Task("dough"), Task("apples"), Task("spread", 1, 1, 0)).Hello(A);
        salad.Do(A);
        salad.Do(A);

        Assert.Equal([new Input(1, "\"1.1\""), new Input(0, "\"0.1\"")], salad.Get(A).Inputs);
    }

    [Fact]
    public void An_answer_given_again_has_the_same_results()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Task("dough"), Task("spread", 1, 0)).Hello(A);
        salad.Do(A);
        Claim first = salad.Ask(A, 7, 1);

        Assert.Equal(first.Grants[0].Inputs, salad.Ask(A, 7, 1).Grants[0].Inputs);
    }

    [Fact]
    public void Results_too_large_for_one_message_kill_the_task_and_say_why()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Task("a"), Task("b"), Task("both", 1, 0, 1), Task("after", 1, 2)).Hello(A);
        foreach (int task in new[] { 0, 1 })
        {
            salad.Accept(A, new ResultEntry(task, salad.Get(A).Attempt, Half + "x"));
        }

        Assert.Empty(salad.Ask(A).Grants);

        Assert.Equal((TaskState.Dead, EndReason.Failed), (salad.State(2), salad.Snapshot.EndReason));
        Assert.Contains($"the limit is {Grant.MaxBytes}", salad.Tasks[2].LastError, StringComparison.Ordinal);
        Assert.Equal(nameof(DeathCause.TooLarge), Assert.Single(salad.Events, e => e.Kind == EventKind.Died).Detail);
        Assert.Equal(2, salad.Tasks[3].BlockedBy);
    }

    [Fact]
    public void One_claim_hands_over_no_more_than_a_message_carries()
    {
        NewTask[] tasks = [.. Enumerable.Range(0, 3).Select(id => Task("heavy") with { Payload = new string('x', (Grant.MaxLength / 2) - 200) })];
        TestSalad salad = new TestSalad(SaladPolicy.Robust, tasks).Hello(A);

        Assert.Equal(2, salad.Ask(A, 3).Grants.Length);
        Assert.Single(salad.Ask(A, 3).Grants);
    }

    [Fact]
    public void A_payload_larger_than_a_message_is_refused()
    {
        var refused = Assert.Throws<ArgumentException>(
            () => new TestSalad(SaladPolicy.Robust, Task("huge") with { Payload = new string('x', NewTask.MaxPayload + 1) }));

        Assert.Contains("Task 0 (huge)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_depends_on_a_dead_task_is_blocked_by_it_for_ever()
    {
        TestSalad salad = Crumble().Hello(A);
        Die(salad, 0);

        Assert.Equal([null, null, 0, 0, null], salad.Tasks.Select(task => task.BlockedBy));
    }

    [Fact]
    public void A_restart_gives_hope_to_all_but_those_that_another_dead_task_blocks()
    {
        TestSalad salad = Crumble().Hello(A);
        Die(salad, 0);
        Die(salad, 1);
        Assert.Equal([null, null, 0, 0, 1], salad.Tasks.Select(task => task.BlockedBy));

        salad.Restart(0);
        Assert.Equal([null, null, 1, 1, 1], salad.Tasks.Select(task => task.BlockedBy));
        salad.Restart(1);
        Assert.Equal([null, null, null, null, null], salad.Tasks.Select(task => task.BlockedBy));
    }

    [Fact]
    public void A_late_result_of_a_dead_task_gives_hope_too()
    {
        TestSalad salad = new TestSalad(
            SaladPolicy.Robust with { MaxAttempts = 1 }, Task("dough"), Task("spread", 1, 0), Task("else")).Hello(A, B);
        salad.Get(A);
        salad.At(10).Tick();
        Assert.Equal(0, salad.Tasks[1].BlockedBy);

        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));
        Assert.Equal((TaskState.Ready, null), (salad.State(1), salad.Tasks[1].BlockedBy));
    }

    [Fact]
    public void A_task_added_behind_a_dead_one_is_blocked_from_the_start()
    {
        var salad = new TestSalad(
            new SaladSettings { Id = default, Policy = SaladPolicy.Robust with { MaxAttempts = 1 }, KeepOpen = true }, Many(1));
        Die(salad.Hello(A), 0);
        salad.Add("late", Task("spread", 1, 0), Task("bake", 1, 1));

        Assert.Equal([null, 0, 0], salad.Tasks.Select(task => task.BlockedBy));
    }

    /// <summary>0 dough, 1 apples, 2 spread (both), 3 sprinkle (2), 4 peel (1).</summary>
    private static TestSalad Crumble() => new(
        SaladPolicy.Robust with { MaxAttempts = 1 },
        Task("dough"), Task("apples"), Task("spread", 1, 0, 1), Task("sprinkle", 1, 2), Task("peel", 1, 1));

    private static void Die(TestSalad salad, int task)
    {
        Assert.Equal(task, salad.Get(A).Task.Id);
        Assert.Equal(LeaseOutcome.Dead, salad.Fail(A, task, 1));
    }
}
