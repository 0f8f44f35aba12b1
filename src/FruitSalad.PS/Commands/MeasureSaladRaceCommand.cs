using System.Management.Automation;
using FruitSalad.Exclusion;

namespace FruitSalad.PS.Commands;

/// <summary>Lets threads count together, with and without mutual exclusion, and shows what gets lost.</summary>
/// <remarks>
/// <para>
/// Incrementing a counter is three operations: read it, add one, write it back. When two threads do so at the same
/// time, one can write over what the other has just written, and that increment is lost. A lock around each increment
/// prevents it and costs time; an interlocked increment, one indivisible instruction, prevents it and costs less.
/// </para>
/// <para>
/// The modes Single, None, Lock and Interlocked run real threads that start together. How much None loses is different
/// each time, and on a machine with one processor it may be nothing, which a warning then says. The modes Scheduled and
/// ScheduledLock run no threads: they do the operations one by one, in an order that you choose, so that the outcome
/// is the same each time. The result's Steps tell what happened.
/// </para>
/// </remarks>
/// <example>
/// <code>Measure-SaladRace</code>
/// <para>Counts to a million alone, then with two threads without exclusion, with a lock, and interlocked.</para>
/// </example>
/// <example>
/// <code>(Measure-SaladRace -Mode Scheduled).Steps</code>
/// <para>Tells step by step how an increment gets lost.</para>
/// </example>
/// <example>
/// <code>(Measure-SaladRace -Mode ScheduledLock).Steps</code>
/// <para>Tells how a lock prevents that.</para>
/// </example>
/// <example>
/// <code>0..19 | ForEach-Object { Measure-SaladRace -Mode Scheduled -Seed $_ }</code>
/// <para>Goes through all twenty orders in which two threads can do one increment each.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Measure, "SaladRace", DefaultParameterSetName = TutorialOrder)]
[OutputType(typeof(RaceResult))]
public sealed class MeasureSaladRaceCommand : PSCmdlet, IDisposable
{
    private const string TutorialOrder = nameof(TutorialOrder);
    private const string SeededOrder = nameof(SeededOrder);
    private const string GivenOrder = nameof(GivenOrder);

    /// <summary>Increments of each thread in a scheduled race: each leaves up to five steps in memory.</summary>
    private const int MaxScheduledCount = 10_000;

    private readonly CancellationTokenSource _stop = new();

    /// <summary>
    /// Increments that each thread makes; in the scheduled modes, which keep each step in memory, at most 10000.
    /// </summary>
    /// <value>1000000; 1 in the scheduled modes</value>
    [Parameter(Position = 0)]
    [ValidateRange(1, 1_000_000_000)]
    public int? Count { get; set; }

    /// <summary>Number of threads that count together. The mode Single takes one.</summary>
    /// <value>2</value>
    [Parameter]
    [ValidateRange(1, 64)]
    public int Threads { get; set; } = 2;

    /// <summary>
    /// How the threads count: one or more modes, each of which gives one result, in this order.
    /// </summary>
    /// <value>All that run real threads; with Seed or Schedule, both scheduled ones</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public RaceMode[]? Mode { get; set; }

    /// <summary>
    /// The number of the order in which the scheduled modes do the operations of each increment. All possible orders
    /// are numbered, from 0; with two threads there are 20, or 252 with the lock, and higher numbers start again.
    /// </summary>
    /// <value>The tutorial's order, in which all threads read before any writes</value>
    [Parameter(Mandatory = true, ParameterSetName = SeededOrder)]
    public long Seed { get; set; }

    /// <summary>
    /// The order of the scheduled modes, spelled out: thread numbers from 1, each for one operation (read, add or
    /// write; with the lock also taking and freeing it). What it leaves undone is then done thread by thread.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = GivenOrder)]
    [ValidateRange(1, 64)]
    public int[] Schedule { get; set; } = [];

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        RaceMode[] modes = Mode ?? (ParameterSetName == TutorialOrder
            ? [RaceMode.Single, RaceMode.None, RaceMode.Lock, RaceMode.Interlocked]
            : [RaceMode.Scheduled, RaceMode.ScheduledLock]);
        try
        {
            foreach (var mode in modes)
            {
                var scheduled = mode is RaceMode.Scheduled or RaceMode.ScheduledLock;
                WriteObject(scheduled ? RunScheduled(mode) : RunThreads(mode));
            }
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Frees what stops the race.</summary>
    public void Dispose() => _stop.Dispose();

    private RaceResult RunThreads(RaceMode mode)
    {
        var result = new ThreadRace(Threads, Count ?? 1_000_000).Run(mode, TimeProvider.System, _stop.Token);
        if (mode == RaceMode.None && result is { Threads: > 1, Lost: 0 })
        {
            WriteWarning(Strings.RaceLostNothing);
        }

        return result;
    }

    private RaceResult RunScheduled(RaceMode mode)
    {
        var count = Count ?? 1;
        if (count > MaxScheduledCount)
        {
            ThrowTerminatingError(Errors.ScheduledCountTooLarge(count, MaxScheduledCount));
        }

        if (Schedule.FirstOrDefault(thread => thread > Threads) is > 0 and var missing)
        {
            ThrowTerminatingError(Errors.ScheduleThreadNotFound(missing, Threads, Schedule));
        }

        var race = new ScheduledRace(Threads, count, mode == RaceMode.ScheduledLock);
        var schedule = ParameterSetName switch
        {
            SeededOrder => race.IndexedSchedule(Seed),
            GivenOrder => Schedule,
            _ => race.TutorialSchedule,
        };
        return race.Run(schedule, TimeProvider.System, _stop.Token);
    }
}
