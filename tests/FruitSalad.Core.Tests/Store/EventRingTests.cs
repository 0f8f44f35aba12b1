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

    [Theory]
    [InlineData(1_000, 3)]
    [InlineData(1_000, 300)]
    [InlineData(600, 700)]
    public void It_does_not_grow_for_what_was_read_and_keeps_what_was_not(int capacity, int atOnce)
    {
        var ring = new EventRing(capacity);
        for (int i = 0; i < 5_000; i++)
        {
            ring.Append(new EventRecord(default, EventKind.Refused, null, i, null, default, null));
            Assert.Equal(i, ring.At(i).Attempt);
            if (i % atOnce == 0)
            {
                for (long unread = Math.Max(ring.First, ring.Seen); unread < ring.Next; unread++)
                {
                    Assert.Equal(unread, ring.At(unread).Attempt);
                }

                Assert.True(ring.First <= ring.Seen || atOnce > capacity);
                ring.Seen = ring.Next;
            }
        }

        // As many as were ever unread at once, doubled up from 256; no more than the capacity.
        Assert.Equal(Math.Min(capacity, atOnce < 256 ? 256 : atOnce < 512 ? 512 : 1_024), ring.Next - ring.First);
    }
}
