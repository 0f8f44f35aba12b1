using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

public class ReadTests
{
    [Fact]
    public void Tasks_come_in_the_order_of_their_numbers_by_state_and_by_page()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(5)).Hello(A);
        salad.Do(A);
        salad.Get(A);

        Assert.Equal([2, 3], Numbers(salad, TaskState.Ready, 0, 2));
        Assert.Equal([4], Numbers(salad, TaskState.Ready, 4, 2));
        Assert.Equal([0], Numbers(salad, TaskState.Done, -3, 9));
        Assert.Empty(Numbers(salad, null, 5, 9));
    }

    [Fact]
    public void A_task_tells_who_has_it_and_until_when()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A).At(1);
        salad.Get(A);
        TaskSnapshot leased = salad.Tasks[0];
        salad.Accept(A, 0, 1);
        TaskSnapshot done = salad.Tasks[0];

        Assert.Equal((A, $"W-{A}", Seconds(11)), (leased.Worker, leased.WorkerName, leased.Deadline));
        Assert.Equal((A, null, "\"0.1\""), (done.Worker, done.Deadline, done.Result));
    }

    [Fact]
    public void A_reader_that_fell_behind_is_told_so()
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust, EventCapacity = 4 };
        var store = new MemoryTaskStore(settings, Many(9));

        EventPage late = Take(store.EventsAsync(5, 2));
        EventPage rest = Take(store.EventsAsync(late.Next, 100));
        EventPage none = Take(store.EventsAsync(99, 100));

        Assert.Equal((true, 8L, "6,7"), (late.Incomplete, late.Next, string.Join(',', late.Events.Select(e => e.Sequence))));
        Assert.Equal((false, 10L, "8,9"), (rest.Incomplete, rest.Next, string.Join(',', rest.Events.Select(e => e.Sequence))));
        Assert.Equal((false, 10L, 0), (none.Incomplete, none.Next, none.Events.Count));
    }

    [Fact]
    public void An_added_task_s_event_tells_all_that_a_reader_needs()
    {
        var store = new MemoryTaskStore(
            new SaladSettings { Id = default, Policy = SaladPolicy.Robust }, [Task("dough", 2), Task("spread", 1, 0)]);

        SaladEvent[] events = [.. Take(store.EventsAsync(0, 2)).Events];

        Assert.Equal([Seconds(2), Seconds(1)], events.Select(e => e.Duration));
        Assert.Equal([[], [0]], events.Select(e => e.DependsOn));
    }

    private static IEnumerable<int> Numbers(TestSalad salad, TaskState? state, int from, int max) =>
        Take(salad.Store.TasksAsync(state, from, max)).Select(task => task.Task.Id);
}
