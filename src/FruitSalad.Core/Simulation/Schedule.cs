namespace FruitSalad.Simulation;

/// <summary>
/// Which step is next where several are possible at the same instant. In both ways the seed decides.
/// </summary>
/// <remarks>
/// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi and Nagarakatte, 2010) gives each actor a random
/// priority and always lets the first of them go on, but at depth - 1 random steps the one whose turn it is falls behind
/// all others. Of n actors and k steps, it finds a bug that depends on the order of d steps with a probability of at
/// least 1 / (n k^(d-1)) in each run, however unlikely chance alone would make it.
/// </remarks>
/// <param name="Depth">How many steps' order matters, from 1; 0: any step may be next, each as likely.</param>
/// <param name="Steps">Within how many steps the priorities change.</param>
public readonly record struct Schedule(int Depth, int Steps)
{
    /// <summary>Any step may be next, each as likely. The default.</summary>
    public static Schedule Random => default;

    /// <summary>By random priorities that change a few times.</summary>
    /// <param name="depth">How many steps' order matters, from 1.</param>
    /// <param name="steps">Within how many steps the priorities change; about as many as a run has.</param>
    public static Schedule Pct(int depth, int steps = 200) => new(depth, steps);
}
