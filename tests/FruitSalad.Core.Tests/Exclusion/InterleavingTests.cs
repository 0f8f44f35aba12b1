using FruitSalad.Exclusion;

namespace FruitSalad.Core.Tests.Exclusion;

public class InterleavingTests
{
    [Theory]
    [InlineData(20, 3, 3)]
    [InlineData(252, 5, 5)]
    [InlineData(1680, 3, 3, 3)]
    [InlineData(1, 4)]
    public void Every_order_is_there_once(int orders, params int[] operations)
    {
        var all = Interleaving.All(operations).Select(order => string.Join(',', order)).ToList();

        Assert.Equal(orders, Interleaving.Count(operations));
        Assert.Equal(orders, all.Distinct().Count());
        Assert.Equal(orders, all.Count);
    }

    [Fact]
    public void An_order_gives_each_thread_its_operations()
    {
        foreach (var order in Interleaving.All([2, 1, 3]))
        {
            Assert.Equal([1, 1, 2, 3, 3, 3], order.Order());
        }
    }

    [Fact]
    public void Indices_go_round_both_ways()
    {
        Assert.Equal([1, 1, 1, 2, 2, 2], Interleaving.At([3, 3], 0));
        Assert.Equal([1, 1, 1, 2, 2, 2], Interleaving.At([3, 3], 20));
        Assert.Equal([2, 2, 2, 1, 1, 1], Interleaving.At([3, 3], -1));
    }
}
