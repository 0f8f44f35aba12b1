using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Stealing;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Stealing;

public class NumberSetTests
{
    [Fact]
    public void It_is_a_set()
    {
        var random = new SeededRandom(1);
        var set = new NumberSet();
        var reference = new HashSet<int>();
        for (int i = 0; i < 2000; i++)
        {
            int number = random.Next(300);
            if (random.Chance(0.6))
            {
                Assert.Equal(reference.Add(number), set.Add(number));
            }
            else
            {
                reference.Remove(number);
                set.Remove(number);
            }

            Assert.Equal(reference.Count, set.Count);
        }

        Assert.All(Enumerable.Range(0, 400), number => Assert.Equal(reference.Contains(number), set.Contains(number)));
    }

    [Fact]
    public void A_union_says_whether_something_was_new()
    {
        var set = new NumberSet(1, 70);
        Assert.False(set.UnionWith(new NumberSet(70)));
        Assert.True(set.UnionWith(new NumberSet(2, 200)));
        Assert.True(set.SetEquals(new NumberSet(200, 1, 2, 70)));
        Assert.False(set.SetEquals(new NumberSet(201, 1, 2, 70)));
    }

    [Fact]
    public void It_crosses_the_wire_as_bits()
    {
        string text = JsonSerializer.Serialize(new NumberSet(0, 3, 64, 199), SaladJson.Wire);
        Assert.True(text.Length < 50, text);
        Assert.True(JsonSerializer.Deserialize<NumberSet>(text, SaladJson.Wire)!.SetEquals(new NumberSet(0, 3, 64, 199)));
    }
}
