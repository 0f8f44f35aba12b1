using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

public class EventRingTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(7, 6)]
    [InlineData(7, 7)]
    [InlineData(7, 8)]
    [InlineData(256, 257)]
    [InlineData(300, 299)]
    [InlineData(300, 1_000)]
    [InlineData(1_000, 513)]
    [InlineData(5_000, 20_000)]
    public void It_grows_then_forgets_the_oldest_and_numbers_go_on(int capacity, int events)
    {
        var ring = new EventRing(capacity);
        for (int i = 0; i < events; i++)
        {
            Assert.Equal(i, ring.Next);
            ring.Append(new EventRecord(default, EventKind.Refused, null, i, null, default, null));
            for (long kept = Math.Max(ring.First, i - 3); kept < ring.Next; kept++)
            {
                Assert.Equal(kept, ring.At(kept).Attempt);
            }
        }

        Assert.Equal(Math.Max(0, events - capacity), ring.First);
        for (long kept = ring.First; kept < ring.Next; kept++)
        {
            Assert.Equal(kept, ring.At(kept).Attempt);
        }
    }
}
