using System.Management.Automation;
using FruitSalad.Processes;
using FruitSalad.Simulation;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladExperimentCommand
{
    /// <summary>How many salads for each processor may be begun before the oldest one is written.</summary>
    private const int Ahead = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromMilliseconds(250);
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<(Case Case, SimulationPlan Plan, Task<ExperimentRun> Salad)> _running = new();
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private TaskFactory _factory = Task.Factory;
    private List<Case> _cases = [];
    private ChildCommand? _command;
    private ProgressRecord? _progress;
    private TimeSpan _progressAt = Patience;
    private int _made;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _cases = MakeCases(Plan is null ? new SimulationPlan() : ReadPlan(Plan));
        if (_cases.Find(one => one.Plan.Policy.Strategy == Tasks.Strategy.WorkStealing && !Simulator.CanSteal(one.Plan)) is { } unfit)
        {
            throw Terminating(Errors.StealingUnfit(unfit.Plan.Recipe.Name));
        }

        if (!Simulate)
        {
            _cases.ForEach(one => RefuseUnreal(one.Plan));
            _command = InProcess ? null : WorkerHost();
        }

        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, AtOnce).ConcurrentScheduler;
        _factory = new TaskFactory(_end.Token, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, scheduler);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var seeds = Seed ?? [Plan is null ? Random.Shared.Next() : _cases[0].Plan.Seed];
        foreach (var (seed, made) in from seed in seeds from one in _cases select (seed, one))
        {
            var plan = made.Plan with { Seed = seed };
            _running.Enqueue((made, plan, _factory.StartNew(() => Make(made, plan))));
            while (_running.TryPeek(out var oldest)
                && (oldest.Salad.IsCompleted || _running.Count >= Ahead * AtOnce))
            {
                Write(_running.Dequeue());
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        while (_running.TryDequeue(out var oldest))
        {
            Write(oldest);
        }

        if (_progress is not null)
        {
            _progress.RecordType = ProgressRecordType.Completed;
            WriteProgress(_progress);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _ = _end.CancelAsync();
    }

    /// <summary>Ends what is still going on: the pipeline may have had enough (Select-Object -First).</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end.Cancel();
            _end.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>On one of the threads.</summary>
    private ExperimentRun Make(Case made, SimulationPlan plan)
    {
        if (!Simulate)
        {
            // The thread waits, so that there are no more salads at once than threads; what it waits for has others.
            var real = new RealSalad(plan, TimeScale, _command);
            return new ExperimentRun(
                Task.Run(() => real.MakeAsync(_factory.CancellationToken)).GetAwaiter().GetResult(), ReplayOf(made, plan), shrunk: null) { Varied = made.Varied };
        }

        var result = Simulator.Run(plan, _factory.CancellationToken);
        var failed = result.Violations.Count > 0 || result.EndReason == SimulationEnd.Stuck;
        var shrunk = failed && Shrink
            ? PlanShrinker.Shrink(plan, PlanShrinker.Like(result), cancellation: _factory.CancellationToken)
            : null;
        return new ExperimentRun(result, ReplayOf(made, plan), shrunk is null ? null : ReplayLine.Of(shrunk)) { Varied = made.Varied };
    }

    private void Write((Case Case, SimulationPlan Plan, Task<ExperimentRun> Salad) oldest)
    {
        if (Await(oldest) is { } run)
        {
            foreach (var line in IsVerbose() ? run.Events : [])
            {
                WriteVerbose(line.Line);
            }

            WriteObject(Labelled.Of(run, run.Varied));
        }

        _made++;
        ShowProgress();
    }

    /// <summary>A salad when it is made; null: it could not be, and why is reported.</summary>
    private ExperimentRun? Await((Case Case, SimulationPlan Plan, Task<ExperimentRun> Salad) oldest)
    {
        try
        {
            return Await(oldest.Salad);
        }
        catch (InvalidOperationException bug)
        {
            WriteError(Errors.SimulationFailed(oldest.Plan.Seed, ReplayOf(oldest.Case, oldest.Plan), bug));
            return null;
        }
    }

    private void ShowProgress()
    {
        var elapsed = TimeProvider.System.GetElapsedTime(_begun);
        if (elapsed < _progressAt)
        {
            return;
        }

        // Seeds that are piped come one by one: how many there will be nobody knows.
        var all = MyInvocation.ExpectingInput ? 0 : (Seed?.Length ?? 1) * _cases.Count;
        _progressAt = elapsed + BetweenProgress;
        _progress = new ProgressRecord(
            0, Strings.ExperimentProgressActivity,
            all == 0 ? Text.Of(Strings.ExperimentProgressCount, _made) : Text.Of(Strings.ExperimentProgressStatus, _made, all))
        {
            PercentComplete = all == 0 ? -1 : (int)(_made * 100L / all),
        };
        WriteProgress(_progress);
    }
}
