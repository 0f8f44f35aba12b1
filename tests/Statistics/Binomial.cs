namespace FruitSalad.Tests;

/// <summary>How often something of a known probability happens in so many independent trials; computed, not approximated.</summary>
internal static class Binomial
{
    /// <summary>
    /// The counts outside of which, on either side, there is less than <paramref name="tail"/>: what a test may demand
    /// of a count without ever failing by chance.
    /// </summary>
    public static (int Least, int Most) Range(int trials, double probability, double tail = 1e-9)
    {
        int least = 0;
        for (double below = Mass(trials, 0, probability); below < tail; below += Mass(trials, least, probability))
        {
            least++;
        }

        int most = trials;
        for (double above = Mass(trials, trials, probability); above < tail; above += Mass(trials, most, probability))
        {
            most--;
        }

        return (least, most);
    }

    /// <summary>The probabilities that a count does not speak against: the Clopper-Pearson interval.</summary>
    public static (double Least, double Most) Interval(int count, int trials, double confidence = 0.95)
    {
        double tail = (1 - confidence) / 2;
        return (
            count == 0 ? 0 : Root(probability => 1 - AtMost(trials, count - 1, probability) < tail),
            count == trials ? 1 : Root(probability => AtMost(trials, count, probability) > tail));
    }

    /// <summary>The largest probability that is still too small.</summary>
    private static double Root(Func<double, bool> tooSmall)
    {
        (double low, double high) = (0, 1);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = tooSmall(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>From the side on which there are fewer terms.</summary>
    private static double AtMost(int trials, int count, double probability) => count <= trials / 2
        ? Sum(trials, 0, count, probability)
        : 1 - Sum(trials, count + 1, trials, probability);

    private static double Sum(int trials, int from, int to, double probability)
    {
        double sum = 0;
        for (int count = from; count <= to; count++)
        {
            sum += Mass(trials, count, probability);
        }

        return sum;
    }

    private static double Mass(int trials, int count, double probability) => probability is 0 or 1
        ? count == (probability == 0 ? 0 : trials) ? 1 : 0
        : Math.Exp(LogChoose(trials, count) + (count * Math.Log(probability)) + ((trials - count) * Math.Log(1 - probability)));

    private static double LogChoose(int n, int k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    /// <summary>Stirling's series; exact to the last digits from 10 on.</summary>
    private static double LogFactorial(int n)
    {
        if (n < 10)
        {
            return Math.Log(Enumerable.Range(1, n).Aggregate(1.0, (product, i) => product * i));
        }

        double x = n + 1;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x))
            + (1 / (1260 * Math.Pow(x, 5)));
    }
}
