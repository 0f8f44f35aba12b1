using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

public class ReadyListTests
{
    [Theory]
    [InlineData(TaskOrder.Fifo, 0)]
    [InlineData(TaskOrder.Lifo, 2)]
    public void The_next_one_is_the_first_or_the_last(TaskOrder order, int next)
    {
        var list = new ReadyList(order, 0, []);
        Assert.Null(list.Next);
        for (int id = 0; id < 3; id++)
        {
            list.Add(Cell(id));
        }

        Assert.Equal(next, list.Next!.Id);
    }

    [Theory]
    [InlineData(TaskOrder.Fifo)]
    [InlineData(TaskOrder.Lifo)]
    public void It_does_what_a_list_does(TaskOrder order)
    {
        var random = new SeededRandom(7);
        var list = new ReadyList(order, 0, []);
        TaskCell[] cells = [.. Enumerable.Range(0, 20).Select(Cell)];
        var model = new List<TaskCell>();
        for (int step = 0; step < 10_000; step++)
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

            Assert.Equal(model.Count, list.Count);
            Assert.Same(order == TaskOrder.Fifo ? model.FirstOrDefault() : model.LastOrDefault(), list.Next);
        }

        while (list.Next is { } next)
        {
            Assert.True(model.Remove(next));
            list.Remove(next);
            Assert.Null(next.Before ?? next.After);
        }

        Assert.Empty(model);
    }

    private static TaskCell Cell(int id) => new(id, new NewTask("pomme", TimeSpan.Zero));
}
