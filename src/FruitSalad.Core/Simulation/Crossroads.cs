using System.Numerics;

namespace FruitSalad.Simulation;

/// <summary>A state on the way, and which of the ways out of it was taken.</summary>
internal sealed class Crossroads(ulong state, int choices)
{
    public ulong State => state;

    public int Choices => choices;

    /// <summary>The way taken, from 0.</summary>
    public int Chosen { get; set; }

    /// <summary>How many schedules lead on from here, as far as they were followed.</summary>
    public BigInteger Schedules { get; set; }
}
