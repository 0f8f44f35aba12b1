using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

public class AddTests
{
    private readonly TestSalad _open =
        new(new SaladSettings { Id = default, Policy = SaladPolicy.Robust, KeepOpen = true });

    [Fact]
    public void The_same_addition_again_adds_nothing_and_answers_the_same()
    {
        Assert.Equal(0, _open.Add("a", Many(2)));
        Assert.Equal(2, _open.Add("b", Many(3)));
        Assert.Equal(0, _open.Add("a", Many(2)));
        _open.Close();
        Assert.Equal(2, _open.Add("b", Many(3)));

        Assert.Equal(5, _open.Snapshot.Counts.Total);
    }

    [Fact]
    public void A_closed_salad_takes_no_tasks_until_it_has_ended()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        Assert.Null(salad.Add("late", Many(1)));
        salad.Do(A);

        Assert.Equal(1, salad.At(3).Add("late", Many(1)));

        Assert.Equal((EndReason.None, 2, null), (salad.Snapshot.EndReason, salad.Snapshot.Round, salad.Snapshot.StartedAt));
        salad.At(4).Do(A);
        Assert.Equal((EndReason.Completed, Seconds(4)), (salad.Snapshot.EndReason, salad.Snapshot.StartedAt));
        Assert.Equal(2, salad.Count(EventKind.Ended));
    }

    [Fact]
    public void Adding_nothing_begins_no_round()
    {
        var salad = new TestSalad(SaladPolicy.Robust);

        Assert.Equal(0, salad.Add("nothing"));

        Assert.Equal((1, 1), (salad.Snapshot.Round, salad.Count(EventKind.Ended)));
    }

    [Fact]
    public void A_dependency_that_is_done_already_blocks_nothing()
    {
        _open.Hello(A);
        _open.Add("a", Task("dough"));
        _open.Do(A);
        _open.Add("b", Task("spread", 1, 0), Task("sprinkle", 1, 0, 1));

        Assert.Equal([TaskState.Done, TaskState.Ready, TaskState.Blocked], _open.Tasks.Select(task => task.State));
    }

    [Fact]
    public void A_dependency_named_twice_is_waited_for_once()
    {
        _open.Hello(A);
        _open.Add("a", Task("dough"), Task("spread", 1, 0, 0));
        _open.Do(A);

        Assert.Equal(TaskState.Ready, _open.State(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_batch_with_an_impossible_task_leaves_nothing_behind(int dependsOn)
    {
        Assert.Throws<ArgumentException>(() => _open.Add("a", Task("dough"), Task("spread", 1, dependsOn)));
        Assert.Equal(0, _open.Snapshot.Counts.Total);
        Assert.Equal(0, _open.Add("a", Many(1)));
    }

    [Fact]
    public void A_recipe_with_an_impossible_task_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TestSalad(SaladPolicy.Robust, Task("spread", 1, 0)));

    [Fact]
    public void Tasks_of_one_list_depend_on_each_other_by_their_places()
    {
        _open.Add("before", Many(3));
        _open.Add("a", Task("dough"), Task("spread", 1, 0) with { Siblings = [0] });

        Assert.Equal([0, 3], _open.Tasks[4].Task.DependsOn);
        Assert.Throws<ArgumentException>(() => _open.Add("b", Task("spread") with { Siblings = [0] }));
    }

    [Fact]
    public void New_tasks_are_waited_for()
    {
        _open.Add("a", Many(3));

        Assert.Equal(3, _open.LastEffect.MadeReady);
    }
}
