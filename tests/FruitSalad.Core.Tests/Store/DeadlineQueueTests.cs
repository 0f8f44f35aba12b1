using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

public class DeadlineQueueTests
{
    private readonly DeadlineQueue _queue = new();

    [Fact]
    public void An_empty_queue_has_nothing_due()
    {
        Assert.Null(_queue.Next);
        Assert.False(_queue.TryTake(TimeSpan.MaxValue, out _));
    }

    [Fact]
    public void An_item_is_due_at_its_deadline_and_not_before()
    {
        var item = new Item(1);
        _queue.Set(item, new TimeSpan(10));

        Assert.False(_queue.TryTake(new TimeSpan(9), out _));
        Assert.Equal(new TimeSpan(10), _queue.Next);
        Assert.True(_queue.TryTake(new TimeSpan(10), out Timed due));
        Assert.Same(item, due);
        Assert.Equal(-1, item.Place);
    }

    [Fact]
    public void For_ever_takes_an_item_out()
    {
        var item = new Item(1);
        _queue.Set(item, new TimeSpan(10));
        _queue.Set(item, TimeSpan.MaxValue);
        _queue.Remove(item);

        Assert.Null(_queue.Next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_does_what_a_sorted_list_does(long seed)
    {
        var random = new SeededRandom(seed);
        Item[] items = [.. Enumerable.Range(0, 60).Select(id => new Item(id))];
        var model = new SortedDictionary<(TimeSpan Due, long Order), Item>();
        long order = 0;
        for (int step = 0; step < 20_000; step++)
        {
            Item item = items[random.Next(items.Length)];
            var due = new TimeSpan(random.Next(50));
            int choice = random.Next(4);
            if (choice < 3)
            {
                _ = item.Key is { } old && model.Remove(old);
                item.Key = null;
            }

            if (choice < 2)
            {
                item.Key = (due, order++);
                model.Add(item.Key.Value, item);
                _queue.Set(item, due);
            }
            else if (choice == 2)
            {
                _queue.Remove(item);
            }
            else
            {
                bool any = model.Count > 0 && model.First().Key.Due <= due;
                Assert.Equal(any, _queue.TryTake(due, out Timed taken));
                if (any)
                {
                    Assert.Same(model.First().Value, taken);
                    model.Remove(((Item)taken).Key!.Value);
                    ((Item)taken).Key = null;
                }
            }

            Assert.Equal(model.Count == 0 ? null : model.First().Key.Due, _queue.Next);
        }
    }

    private sealed class Item(int id) : Timed
    {
        public (TimeSpan Due, long Order)? Key { get; set; }

        public override string ToString() => $"item {id}";
    }
}
