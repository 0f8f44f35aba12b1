namespace FruitSalad.Exclusion;

/// <summary>
/// A race without real threads: who does its next operation is read from a schedule, so that a lost update is not a
/// matter of luck but happens each time, and can be told step by step.
/// </summary>
/// <param name="threads">Number of threads, at least 1.</param>
/// <param name="increments">Increments that each thread makes, at least 1.</param>
/// <param name="exclusive">Whether a lock is held around each increment.</param>
public sealed class ScheduledRace(int threads, int increments, bool exclusive)
{
    /// <summary>Operations of one increment by each thread: what <see cref="Interleaving"/> puts in order.</summary>
    public IReadOnlyList<int> Round => [.. Enumerable.Repeat(StepMachine.OperationsOf(exclusive), threads)];

    /// <summary>
    /// The tutorial's order, for each increment. Without a lock all threads read before any writes, so that one
    /// increment survives of each round. With it the first holds the lock while the others find it taken.
    /// </summary>
    public IEnumerable<int> TutorialSchedule
    {
        get
        {
            var everyone = Enumerable.Range(1, threads).ToArray();
            var round = exclusive
                ? [1, 1, .. everyone.Skip(1), 1, 1, 1, .. everyone.Skip(1).SelectMany(t => Enumerable.Repeat(t, 5))]
                : everyone.Concat(everyone.SelectMany(t => Enumerable.Repeat(t, 2))).ToArray();
            return Enumerable.Range(0, increments).SelectMany(_ => round);
        }
    }

    /// <summary>The order that <see cref="Interleaving.At"/> gives for this index, for each increment.</summary>
    /// <param name="index">Any number: taken modulo the number of possible orders.</param>
    public IEnumerable<int> IndexedSchedule(long index)
    {
        var round = Interleaving.At(Round, index);
        return Enumerable.Range(0, increments).SelectMany(_ => round);
    }

    /// <summary>Runs the threads as the schedule says; what is left when it ends, first thread first.</summary>
    /// <param name="schedule">Thread numbers, from 1. A thread that waits or has ended loses its turn.</param>
    /// <param name="time">Measures <see cref="RaceResult.Elapsed"/>.</param>
    /// <param name="cancellation">Ends the race between two operations.</param>
    /// <exception cref="ArgumentOutOfRangeException">The schedule names a thread that does not exist.</exception>
    /// <exception cref="OperationCanceledException">The race was cancelled.</exception>
    public RaceResult Run(IEnumerable<int> schedule, TimeProvider time, CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var shared = new StepMachine.Counter();
        var machines = Enumerable.Range(1, threads)
            .Select(t => new StepMachine(t, increments, exclusive, shared)).ToArray();
        var steps = new List<RaceStep>();
        void Tell(RaceAction action, int thread, long copy) =>
            steps.Add(new RaceStep(steps.Count + 1, action, thread, shared.Value, copy, exclusive));

        Tell(RaceAction.Start, 0, 0);
        foreach (var thread in schedule.Concat(Remainder(machines)))
        {
            cancellation.ThrowIfCancellationRequested();
            ArgumentOutOfRangeException.ThrowIfLessThan(thread, 1, nameof(schedule));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(thread, threads, nameof(schedule));
            if (machines[thread - 1].Step() is var (action, copy))
            {
                Tell(action, thread, copy);
            }
        }

        var expected = (long)threads * increments;
        Tell(RaceAction.End, 0, expected);
        var mode = exclusive ? RaceMode.ScheduledLock : RaceMode.Scheduled;
        return new RaceResult(mode, threads, expected, shared.Value, time.GetElapsedTime(started)) { Steps = steps };
    }

    private static IEnumerable<int> Remainder(StepMachine[] machines)
    {
        // Evaluated lazily, after each step: the holder of the lock is never blocked, so this always ends.
        while (Array.FindIndex(machines, m => !m.Ended && !m.Blocked) is >= 0 and var next)
        {
            yield return next + 1;
        }
    }
}
