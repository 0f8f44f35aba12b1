using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Store;

/// <summary>
/// Properties of the memory store over random histories: no invariant is broken, and after every single command the
/// fold of the events is the store's state.
/// </summary>
public class RandomHistoryTests
{
    private const int Histories = 3_000;
    private const int Commands = 80;

    [Fact]
    public void No_history_breaks_an_invariant()
    {
        var seen = new int[Enum.GetValues<EventKind>().Length];
        var ends = new int[Enum.GetValues<EndReason>().Length];
        for (int seed = 0; seed < Histories; seed++)
        {
            try
            {
                TestSalad salad = new RandomHistory(seed).Run(Commands).Salad;
                salad.Events.ForEach(e => seen[(int)e.Kind]++);
                ends[(int)salad.Snapshot.EndReason]++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }

        // A property that only idle histories were asked about proves nothing.
        Assert.All(Enum.GetValues<EventKind>().Except([EventKind.Resumed]), kind => Assert.True(seen[(int)kind] >= 50, $"{kind}: {seen[(int)kind]}"));
        Assert.All(Enum.GetValues<EndReason>(), end => Assert.True(ends[(int)end] >= 20, $"{end}: {ends[(int)end]}"));
    }
}
