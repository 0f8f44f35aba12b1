using FruitSalad.Faults;

namespace FruitSalad.Core.Tests.Faults;

public class InFlightTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly InFlight _inFlight = new();

    [Fact]
    public void What_keeps_its_order_waits_for_what_went_before()
    {
        _inFlight.Add([1], 5 * Second, overtakes: false);
        _inFlight.Add([2], 1 * Second, overtakes: false);

        Assert.Empty(ArrivedBy(4 * Second));
        Assert.Equal([1, 2], ArrivedBy(5 * Second));
    }

    [Fact]
    public void What_may_overtake_does()
    {
        _inFlight.Add([1], 5 * Second, overtakes: false);
        _inFlight.Add([2], 1 * Second, overtakes: true);
        _inFlight.Add([3], 7 * Second, overtakes: true);
        _inFlight.Add([4], 2 * Second, overtakes: false);

        Assert.Equal([2], ArrivedBy(4 * Second));
        Assert.Equal([1, 4], ArrivedBy(6 * Second));
        Assert.Equal([3], ArrivedBy(7 * Second));
        Assert.Null(_inFlight.NextDue);
    }

    [Fact]
    public void At_the_same_time_they_arrive_as_they_went()
    {
        for (byte i = 0; i < 50; i++)
        {
            _inFlight.Add([i], Second, overtakes: i % 2 == 0);
        }

        Assert.Equal(Enumerable.Range(0, 50), ArrivedBy(Second));
    }

    [Fact]
    public void Nothing_arrives_early()
    {
        _inFlight.Add([1], Second, overtakes: false);

        Assert.Equal(Second, _inFlight.NextDue);
        Assert.Empty(ArrivedBy(Second - TimeSpan.FromTicks(1)));
    }

    private List<int> ArrivedBy(TimeSpan now)
    {
        var arrived = new List<int>();
        while (_inFlight.TryTake(now, out byte[]? message))
        {
            arrived.Add(message![0]);
        }

        return arrived;
    }
}
