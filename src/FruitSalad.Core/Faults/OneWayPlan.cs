using FruitSalad.Tasks;

namespace FruitSalad.Faults;

/// <summary>What a channel does to the messages of one direction. All of it is drawn from a seed.</summary>
public sealed record OneWayPlan
{
    /// <summary>Nothing is lost, and nothing takes time.</summary>
    public static readonly OneWayPlan Perfect = new();

    /// <summary>How long a message is on its way.</summary>
    public Delay Delay { get; init; }

    /// <summary>How likely a message is lost, in [0, 1].</summary>
    public double Loss { get; init; }

    /// <summary>How likely it arrives a second time, after a delay of its own.</summary>
    public double Duplication { get; init; }

    /// <summary>How likely it may be overtaken, and overtake.</summary>
    public double Reordering { get; init; }

    /// <summary>How likely it is damaged, in [0, 1]. Damage is noticed, never believed.</summary>
    public double Corruption { get; init; }

    /// <summary>
    /// How many bytes of a connection's pass in a second; null: as many as come. The simulator, which writes nothing
    /// out, takes each message for 200 bytes.
    /// </summary>
    public double? Bandwidth { get; init; }

    /// <summary>Whether every message arrives undamaged, within a known time.</summary>
    public bool IsPerfect => Loss == 0 && Corruption == 0 && Bandwidth is null && Delay.IsBounded;

    /// <summary>The same with its durations multiplied.</summary>
    /// <param name="timeScale">1 for real seconds. A bandwidth is divided by it: a message takes its scaled time.</param>
    public OneWayPlan Scale(double timeScale) => timeScale == 1 ? this : this with
    {
        Delay = Delay.Scale(timeScale),
        Bandwidth = Bandwidth / timeScale,
    };

    /// <summary>What becomes of the next message.</summary>
    internal Passage Draw(SeededRandom random)
    {
        if (Happens(Loss, random))
        {
            return Passage.Lost;
        }

        bool damaged = Happens(Corruption, random);
        TimeSpan delay = Delay.Draw(random);
        bool overtakes = Happens(Reordering, random);
        return Happens(Duplication, random)
            ? new Passage(true, damaged, delay, overtakes, Delay.Draw(random) + Delay.Draw(random))
            : new Passage(true, damaged, delay, overtakes, null);
    }

    private static bool Happens(double probability, SeededRandom random) => probability > 0 && random.Chance(probability);
}
