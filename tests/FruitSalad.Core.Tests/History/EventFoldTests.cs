using FruitSalad.Core.Tests.Store;
using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.History;

/// <summary>That the fold is the store's state after every operation, the tests of the store show.</summary>
public class EventFoldTests
{
    [Fact]
    public void What_is_in_progress_is_listed_oldest_first()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(5)).Hello(A, B);
        salad.Ask(A, max: 3);
        salad.Get(B);
        Assert.Equal([0, 1, 2, 3], InProgress(salad));

        salad.Accept(A, 1, 1);
        Assert.Equal([0, 2, 3], InProgress(salad));
        salad.Release(A, new HeldTask(0, 1));
        salad.Get(B);
        salad.Get(B);
        Assert.Equal([2, 3, 4, 0], InProgress(salad));
        Assert.Equal([2], salad.Checker.Fold.Worker(A)!.Held.Select(task => task.Id));
    }

    [Fact]
    public void After_every_result_of_a_whole_salad_something_or_nothing_is_in_progress()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Get(B);
        var lines = new List<string>();
        var fold = new EventFold();
        salad.Accept(B, 1, 1);
        salad.Accept(A, 0, 1);
        foreach (SaladEvent e in salad.Events)
        {
            fold.Apply(e);
            if (e.Kind == EventKind.Accepted)
            {
                lines.Add(string.Join(", ", fold.InProgress.Select(task => $"{task.Name} (T-{task.Id:00})")));
            }
        }

        Assert.Equal(["fruit 0 (T-00)", ""], lines);
    }

    [Fact]
    public void Charges_are_counted_as_the_rules_count_them()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Ask(A, max: 2);
        salad.At(10).Tick();
        salad.Ask(A, max: 2);
        salad.Fail(A, 1, 2);
        salad.Goodbye(A);

        Assert.Equal([1, 1], salad.Checker.Fold.Tasks.Select(task => task.Charges));
        Assert.Equal([A, A], new[] { 1, 2 }.Select(attempt => salad.Checker.Fold.Task(0)!.IssuedTo(attempt)!.Id));
        Assert.Null(salad.Checker.Fold.Task(0)!.IssuedTo(3));
        Assert.Null(salad.Checker.Fold.Task(0)!.IssuedTo(0));
    }

    [Fact]
    public void A_task_whose_beginning_is_forgotten_is_known_from_the_first_event_that_names_it()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(3)).Hello(A, B);
        salad.Ask(A, max: 2);
        long from = salad.Checker.Fold.Next;
        salad.At(2).Renew(A, new HeldTask(0, 1));
        salad.At(12).Tick();
        salad.Get(B);

        EventFold fold = EventFold.Of(salad.Events.Skip((int)from));

        Assert.Equal([TaskState.Ready, TaskState.Ready, TaskState.Leased], fold.Tasks.OrderBy(t => t.Id).Select(t => t.State));
        Assert.DoesNotContain(fold.Tasks, task => task.IsWhole);
        Assert.Equal(salad.Checker.Fold.Next, fold.Next);
    }

    [Fact]
    public void An_event_costs_no_memory()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);
        var checker = new HistoryChecker(salad.Store.Settings);
        salad.Events.ForEach(checker.Observe);
        SaladEvent renewal = salad.Events[^1] with { Kind = EventKind.Renewed };
        SaladEvent[] renewals = [.. Enumerable.Range(0, 1000).Select(i => renewal with { Sequence = renewal.Sequence + 1 + i })];
        checker.Observe(renewals[0]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < renewals.Length; i++)
        {
            checker.Observe(renewals[i]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(checker.Violations);
    }

    private static IEnumerable<int> InProgress(TestSalad salad) => salad.Checker.Fold.InProgress.Select(task => task.Id);
}
