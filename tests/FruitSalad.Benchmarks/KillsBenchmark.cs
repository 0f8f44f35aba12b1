using System.Globalization;
using FruitSalad.Chaos;
using FruitSalad.History;

namespace FruitSalad.Benchmarks;

/// <summary>
/// 200 masters of a file killed at random moments under load, two at a time; KILLS says how many. Ends with an error where
/// an acknowledged result is gone, or accepted twice.
/// </summary>
internal static class KillsBenchmark
{
    public static void Run()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("KILLS"), CultureInfo.InvariantCulture, out int given) ? given : 200;
        using var places = new DurablePlaces();
        var run = new KillRun(places.NewFile(), seed: 1);
        IReadOnlyList<Violation> violations = run.RunAsync(kills / 2).GetAwaiter().GetResult();
        Console.WriteLine(
            $"{kills} masters killed; {run.Results.Count(result => result.Counts):N0} results and {run.Additions.Count:N0} additions acknowledged; "
            + $"violations: {violations.Count}");
        if (violations.Count > 0)
        {
            throw new InvalidOperationException(violations[0].ToString());
        }
    }
}
