using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.Tests;

/// <summary>An experiment of which it is known, by reasoning and not by simulation, how often it ends in which way.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Plan">The salad; the seed does not matter.</param>
/// <param name="End">The end that is looked for.</param>
/// <param name="Probability">How likely it is.</param>
internal sealed record KnownFigure(string Name, SimulationPlan Plan, SimulationEnd End, double Probability)
{
    private const double Survives = 1 - Worker.CrashPlan.TutorialProbability;
    private static readonly TimeSpan ShortLease = TimeSpan.FromSeconds(3.5);
    private static readonly WorkerPlan[] AllMortal = [WorkerPlan.Mortal(), WorkerPlan.Mortal(), WorkerPlan.Mortal()];

    /// <summary>One crash is enough: it is served only if eleven executions out of eleven go well.</summary>
    public static readonly KnownFigure Basic = new(
        "Basic, three that crash: waits for ever",
        new() { Policy = SaladPolicy.Basic, Workers = AllMortal },
        SimulationEnd.Stuck, 1 - Math.Pow(Survives, 11));

    /// <summary>
    /// Each fruit of the dead comes back, until all are dead: it is served only if the third crash does not come before
    /// the eleventh success, that is with 0, 1 or 2 crashes among the executions before the last one.
    /// </summary>
    public static readonly KnownFigure Timeout = new(
        "Timeout, three that crash: nobody is left",
        new() { Policy = SaladPolicy.Timeout, Workers = AllMortal },
        SimulationEnd.Idle,
        1 - (Math.Pow(Survives, 11) * (1 + (11 * (1 - Survives)) + (66 * (1 - Survives) * (1 - Survives)))));

    /// <summary>Somebody does whatever is left.</summary>
    public static readonly KnownFigure Robust = new(
        "Robust, two that crash and one that does not: served",
        new()
        {
            Policy = SaladPolicy.Robust with { MaxAttempts = null },
            Workers = [WorkerPlan.Mortal(), WorkerPlan.Mortal(), WorkerPlan.Healthy],
        },
        SimulationEnd.Completed, 1);

    /// <summary>The fruit of four seconds is never back in time, whoever prepares it.</summary>
    public static readonly KnownFigure Discard = new(
        "lease 3.5 s, not renewed, late results dropped: never ends",
        new()
        {
            Policy = SaladPolicy.Robust with
            {
                Lease = ShortLease, Renewal = false, LateResult = LateResult.Discard, MaxAttempts = null,
            },
        },
        SimulationEnd.Stuck, 1);

    /// <summary>It is back late, and counts.</summary>
    public static readonly KnownFigure FirstValid = Discard with
    {
        Name = "lease 3.5 s, not renewed, the first valid result counts: served",
        Plan = Discard.Plan with { Policy = Discard.Plan.Policy with { LateResult = LateResult.FirstValid } },
        End = SimulationEnd.Completed,
    };

    public static IReadOnlyList<KnownFigure> All { get; } = [Basic, Timeout, Robust, Discard, FirstValid];

    public override string ToString() => Name;
}
