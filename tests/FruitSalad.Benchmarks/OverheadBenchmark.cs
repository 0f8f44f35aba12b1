using System.Globalization;

namespace FruitSalad.Benchmarks;

/// <summary>
/// What distribution costs: the tutorial's salad by three worker processes in real seconds, without a crash, against
/// what the same order takes if nothing costs time but the fruit. As its users see it: a fresh session for each seed,
/// with a fresh master and fresh workers, so that each salad pays for whatever is done for the first time.
/// </summary>
internal static class OverheadBenchmark
{
    private const string Script = """
        $m = Start-SaladMaster -Recipe FruitSalad -Port 0 -ExpectWorkers 3 -Seed $seed
        $null = $m | Start-SaladWorker -Count 3
        $s = $m | Wait-Salad
        foreach ($time in $s.Makespan, $s.Oracle, $s.Elapsed) { $time.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture) }
        """;

    private static readonly int[] Seeds = [1, 2, 3, 4, 5];

    public static void Run()
    {
        var overhead = new Figure("makespan beyond the oracle", "ms");
        var start = new Figure("start-up: from the master's to the clock's", "ms");
        foreach (int seed in Seeds)
        {
            string[] lines = SaladProgram.Run($"$seed = {seed}; {Script}").Split('\n');
            double[] ms = [.. lines.Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
            Console.WriteLine($"seed {seed}: makespan {ms[0] / 1000:0.000} s, oracle {ms[1] / 1000:0.000} s, with start-up {ms[2] / 1000:0.000} s");
            overhead.Add(ms[0] - ms[1]);
            start.Add(ms[2] - ms[0]);
        }

        overhead.Print();
        start.Print();
    }
}
