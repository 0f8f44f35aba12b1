using System.Numerics;

namespace FruitSalad.Exclusion;

/// <summary>All the orders in which the operations of several threads can follow one another, numbered.</summary>
public static class Interleaving
{
    /// <summary>How many orders there are.</summary>
    /// <param name="operations">For each thread, how many operations it does.</param>
    public static BigInteger Count(IReadOnlyList<int> operations)
    {
        // The multinomial coefficient, as a product of binomials: each division is exact.
        var count = BigInteger.One;
        var placed = 0;
        foreach (var length in operations)
        {
            for (var k = 1; k <= length; k++)
            {
                count = count * ++placed / k;
            }
        }

        return count;
    }

    /// <summary>One of the orders: the thread whose turn it is, from 1, for each operation.</summary>
    /// <param name="operations">For each thread, how many operations it does.</param>
    /// <param name="index">Taken modulo <see cref="Count"/>; at 0 each thread ends before the next.</param>
    public static IReadOnlyList<int> At(IReadOnlyList<int> operations, BigInteger index)
    {
        var left = operations.ToArray();
        var total = left.Sum();
        var orders = Count(left);
        index = ((index % orders) + orders) % orders;
        var schedule = new List<int>(total);
        for (; total > 0; total--)
        {
            var thread = 0;
            var share = orders * left[0] / total;
            while (index >= share)
            {
                // Of all orders, the part that goes on with a thread is the thread's part of what is left to do.
                index -= share;
                share = orders * left[++thread] / total;
            }

            orders = share;
            left[thread]--;
            schedule.Add(thread + 1);
        }

        return schedule;
    }

    /// <summary>Every order once.</summary>
    /// <param name="operations">For each thread, how many operations it does.</param>
    public static IEnumerable<IReadOnlyList<int>> All(IReadOnlyList<int> operations)
    {
        var count = Count(operations);
        for (var index = BigInteger.Zero; index < count; index++)
        {
            yield return At(operations, index);
        }
    }
}
