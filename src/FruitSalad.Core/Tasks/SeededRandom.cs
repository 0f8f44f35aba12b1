namespace FruitSalad.Tasks;

/// <summary>
/// Random numbers that are the same everywhere for the same seed: a run is repeated from one recorded number. Each
/// actor has its own stream, derived from the seed and the actor's ordinal, never from a process number or from who
/// came first. The generator is SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
public sealed class SeededRandom(long seed, long stream = 0)
{
    private ulong _state = Mix((ulong)seed) ^ Mix((ulong)stream + 0x632BE59BD9B4E019);

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [0, <paramref name="bound"/>), each equally likely.</summary>
    /// <param name="bound">At least 1.</param>
    public int Next(int bound) => (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Puts the items in a random order, each equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
