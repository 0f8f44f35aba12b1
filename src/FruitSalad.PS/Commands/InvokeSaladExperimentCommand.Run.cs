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
    private readonly Queue<(SimulationPlan Plan, Task<ExperimentRun> Salad)> _running = new();
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private TaskFactory _factory = Task.Factory;
    private SimulationPlan _plan = new();
    private (string Name, object? Value)[] _parameters = [];
    private ChildCommand? _command;
    private ProgressRecord? _progress;
    private TimeSpan _progressAt = Patience;
    private int _made;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _plan = MakePlan(Plan is null ? new SimulationPlan() : ReadPlan(Plan));
        if (_plan.Policy.Strategy == Tasks.Strategy.WorkStealing && !Simulator.CanSteal(_plan))
        {
            throw Terminating(Errors.StealingUnfit(_plan.Recipe.Name));
        }

        if (!Simulate)
        {
            RefuseUnreal();
            _command = InProcess ? null : WorkerHost();
        }

        _parameters =
        [
            .. from parameter in MyInvocation.BoundParameters
               where !Incidental.Contains(parameter.Key)
               orderby parameter.Key
               select (parameter.Key, parameter.Value),
        ];
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, AtOnce).ConcurrentScheduler;
        _factory = new TaskFactory(_end.Token, TaskCreationOptions.DenyChildAttach, TaskContinuationOptions.None, scheduler);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var seed in Seed ?? [Plan is null ? Random.Shared.Next() : _plan.Seed])
        {
            var plan = _plan with { Seed = seed };
            _running.Enqueue((plan, _factory.StartNew(() => Make(plan))));
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
    private ExperimentRun Make(SimulationPlan plan)
    {
        if (!Simulate)
        {
            // The thread waits, so that there are no more salads at once than threads; what it waits for has others.
            var real = new RealSalad(plan, TimeScale, _command);
            return new ExperimentRun(
                Task.Run(() => real.MakeAsync(_factory.CancellationToken)).GetAwaiter().GetResult(), ReplayOf(plan), shrunk: null);
        }

        var result = Simulator.Run(plan, _factory.CancellationToken);
        var failed = result.Violations.Count > 0 || result.EndReason == SimulationEnd.Stuck;
        var shrunk = failed && Shrink
            ? PlanShrinker.Shrink(plan, PlanShrinker.Like(result), cancellation: _factory.CancellationToken)
            : null;
        return new ExperimentRun(result, ReplayOf(plan), shrunk is null ? null : ReplayLine.Of(shrunk));
    }

    private void Write((SimulationPlan Plan, Task<ExperimentRun> Salad) oldest)
    {
        if (Await(oldest) is { } run)
        {
            foreach (var line in IsVerbose() ? run.Events : [])
            {
                WriteVerbose(line.Line);
            }

            WriteObject(run);
        }

        _made++;
        ShowProgress();
    }

    /// <summary>A salad when it is made; null: it could not be, and why is reported.</summary>
    private ExperimentRun? Await((SimulationPlan Plan, Task<ExperimentRun> Salad) oldest)
    {
        try
        {
            return Await(oldest.Salad);
        }
        catch (InvalidOperationException bug)
        {
            WriteError(Errors.SimulationFailed(oldest.Plan.Seed, ReplayOf(oldest.Plan), bug));
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
        var all = MyInvocation.ExpectingInput ? 0 : Seed?.Length ?? 1;
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
