using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

public class ToDoListTests
{
    private static readonly string[][] Sets = [[], ["gpu"], ["eu"], ["eu", "gpu"]];

    [Theory]
    [InlineData(TaskOrder.Fifo)]
    [InlineData(TaskOrder.Lifo)]
    public void Everybody_gets_the_first_task_that_it_may_take(TaskOrder order)
    {
        var random = new SeededRandom(7);
        var list = new ToDoList(order, RuleBook.Standard);
        WorkerRecord[] workers = [.. Sets.Select(Worker)];
        TaskCell[] cells = [.. Enumerable.Range(0, 30).Select(id => Cell(list, id, random.Next(3) - 1, Sets[random.Next(4)]))];
        var model = new List<TaskCell>();
        for (int step = 0; step < 20_000; step++)
        {
            TaskCell cell = cells[random.Next(cells.Length)];
            if (model.Remove(cell))
            {
                list.Remove(cell);
            }
            else
            {
                model.Add(cell);
                list.Add(cell);
            }

            WorkerRecord worker = workers[random.Next(workers.Length)];
            IEnumerable<TaskCell> fit = model.Where(task => PlacementRules.Offers(worker.Introduction.Labels, task.Ties!.Options.Labels));
            IEnumerable<TaskCell> inOrder = order == TaskOrder.Fifo ? fit : fit.Reverse();
            Assert.Same(inOrder.MaxBy(task => task.Ties!.Options.Priority), list.NextFor(worker));
        }
    }

    [Fact]
    public void The_order_and_the_number_of_labels_make_no_other_lane()
    {
        var list = new ToDoList(TaskOrder.Fifo, RuleBook.Standard);

        Assert.Same(list.LaneFor(Options(1, "a", "b")), list.LaneFor(Options(1, "b", "a", "b")));
        Assert.NotSame(list.LaneFor(Options(1, "a", "b")), list.LaneFor(Options(2, "a", "b")));
        Assert.Null(list.LaneFor(new TaskOptions { MaxAttempts = 3 }));
    }

    [Fact]
    public void What_nobody_offers_is_known()
    {
        var list = new ToDoList(TaskOrder.Fifo, RuleBook.Standard);
        TaskCell gpu = Cell(list, 0, 0, "gpu");
        list.Add(gpu);
        list.Add(Cell(list, 1, 5));

        Assert.Equal([list.LaneOf(gpu)], list.Unplaced([Worker(["eu"])]));
        Assert.Empty(list.Unplaced([Worker(["eu"]), Worker(["gpu"])]));
        WorkerRecord gone = Worker(["gpu"]);
        gone.State = WorkerState.Lost;
        Assert.Equal([list.LaneOf(gpu)], list.Unplaced([gone]));
        list.Remove(gpu);
        Assert.Empty(list.Unplaced([]));
    }

    private static TaskOptions Options(int priority, params string[] labels) => new() { Priority = priority, Labels = labels };

    private static TaskCell Cell(ToDoList list, int id, int priority, params string[] labels) => new(id, new NewTask("pomme", TimeSpan.Zero))
    {
        Ties = new TaskTies { Options = Options(priority, labels), Lane = list.LaneFor(Options(priority, labels)) },
    };

    private static WorkerRecord Worker(string[] labels) =>
        new(TestSalad.A, new WorkerIntroduction("W", 0, "here") { Labels = labels }, default);
}
