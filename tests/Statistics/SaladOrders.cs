using FruitSalad.Tasks;

namespace FruitSalad.Tests;

/// <summary>
/// All orders of the salad that differ in time: 11! / (2! 4! 4! 1!) = 34,650, each as likely as any other, since fruits
/// that take equally long are interchangeable.
/// </summary>
internal static class SaladOrders
{
    public const int Count = 34_650;

    /// <summary>Each order's seconds, in lexical order. The array is the same one each time.</summary>
    public static IEnumerable<int[]> All()
    {
        int[] seconds = [.. Recipe.FruitSalad.Tasks.Select(task => (int)task.Duration.TotalSeconds).Order()];
        do
        {
            yield return seconds;
        }
        while (Next(seconds));
    }

    /// <summary>A recipe in this order.</summary>
    public static Recipe RecipeOf(int[] seconds) =>
        Recipe.Of("order", [.. seconds.Select(duration => ($"{duration} s", (double)duration))]);

    private static bool Next(int[] items)
    {
        int place = items.Length - 2;
        while (place >= 0 && items[place] >= items[place + 1])
        {
            place--;
        }

        if (place < 0)
        {
            return false;
        }

        int larger = Array.FindLastIndex(items, item => item > items[place]);
        (items[place], items[larger]) = (items[larger], items[place]);
        Array.Reverse(items, place + 1, items.Length - place - 1);
        return true;
    }
}
