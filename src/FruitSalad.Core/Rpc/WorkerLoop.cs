using System.Threading.Channels;
using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

/// <summary>
/// The thin shell around <see cref="WorkerSteps"/>: carries out what they say, and posts what happens into one mailbox.
/// Only the loop that empties the mailbox touches the steps, so they need no lock.
/// </summary>
public sealed partial class WorkerLoop : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.MaxValue;
    private static readonly TimeSpan FruitlessPause = TimeSpan.FromMilliseconds(500);
    private readonly WorkerOptions _options;
    private readonly ITaskRunner _runner;
    private readonly TimeProvider _time;
    private readonly WorkerSteps _steps;

    // The loop goes on in whoever posts: a runner's thread that has finished a task takes the next one without a pause.
    private readonly Channel<Action> _mailbox = Channel.CreateUnbounded<Action>(
        new() { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly CancellationTokenSource _end = new();
    private readonly ITimer _timer;
    private readonly long _start;
    private IReadOnlyList<MasterAddress> _masters;
    private MasterClient? _client;
    private CancellationTokenSource _work = new();
    private TimeSpan _callUntil = Never;
    private TimeSpan _renewUntil = Never;
    private TimeSpan? _unheardSince;
    private TimeSpan _armed = Never;

    /// <summary>A worker that has not begun.</summary>
    /// <param name="options">Who it is.</param>
    /// <param name="runner">Does the work.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Gets its log lines, on any thread; null: nobody listens.</param>
    public WorkerLoop(WorkerOptions options, ITaskRunner runner, TimeProvider time, Action<WorkerLine>? say)
    {
        _options = options;
        _masters = options.Masters;
        _runner = runner;
        _time = time;
        _start = time.GetTimestamp();
        _steps = new WorkerSteps(
            options.Plan, new SeededRandom(options.Seed, options.Ordinal), new Appetite(options.Prefetch, options.Ahead), say,
            time.GetUtcNow);
        _timer = time.CreateTimer(_ => Post(() => _armed = Never), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why it left.</summary>
    public LeaveReason LeaveReason => _steps.LeaveReason;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>Finish what runs, give back the rest, leave.</summary>
    public void Drain() => Post(() => _steps.Drain(Now));

    /// <summary>Works until there is nothing more to do, or the planned failure strikes.</summary>
    /// <param name="leave">Leave at once, without a word.</param>
    /// <returns>How it ended: left, to crash now, or to hang now. The connection is still open for the last two.</returns>
    /// <exception cref="OperationCanceledException">It was told to leave at once.</exception>
    public async Task<Fate> RunAsync(CancellationToken leave)
    {
        await using CancellationTokenRegistration registration = leave.Register(
            () => ThreadPool.UnsafeQueueUserWorkItem(_ => _mailbox.Writer.TryComplete(), null));
        _unheardSince = Now;
        _ = ConnectAsync(TimeSpan.Zero, _end.Token);
        while (true)
        {
            Advance();
            if (_steps.Fate != Fate.Work)
            {
                return _steps.Fate;
            }

            if (!await _mailbox.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                throw new OperationCanceledException(leave);
            }

            while (_mailbox.Reader.TryRead(out Action? happened))
            {
                happened();
            }
        }
    }

    /// <summary>Closes the connection, as abruptly as a process that ends.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _mailbox.Writer.TryComplete();
        _work.Cancel();
        _client?.Dispose();
        _timer.Dispose();
        _end.Dispose();
    }

    private bool Post(Action happened) => _mailbox.Writer.TryWrite(happened);

    /// <summary>Does all that can be done now.</summary>
    private void Advance()
    {
        TimeSpan now = Now;
        _steps.Tick(now);
        if (now >= _callUntil || now >= _renewUntil)
        {
            // A half-open connection shows nothing: only the missing answer tells.
            Reconnect(_client!);
        }

        while (_steps.TryStart(Now) is { } task && Run(task))
        {
        }

        if (_client is { } client)
        {
            if (_renewUntil == Never && _steps.NextRenewal(Now) is { } renewal)
            {
                Renew(client, renewal);
            }

            if (_callUntil == Never && _steps.NextCall(Now) is { } call)
            {
                Call(client, call);
            }
        }

        TimeSpan? planned = _steps.NextDue(calling: _callUntil != Never, renewing: _renewUntil != Never);
        TimeSpan due = Earliest(planned ?? Never, _callUntil, _renewUntil);
        if (due < _armed)
        {
            _armed = due;
            double ms = Math.Clamp(Math.Ceiling((due - Now).TotalMilliseconds), 0, int.MaxValue - 1);
            _timer.Change(TimeSpan.FromMilliseconds(ms), Timeout.InfiniteTimeSpan);
        }
    }

    private static TimeSpan Earliest(TimeSpan a, TimeSpan b, TimeSpan c) => a < b ? (a < c ? a : c) : (b < c ? b : c);

    /// <summary>Starts the work; true: it is done already.</summary>
    private bool Run(Assignment task)
    {
        if (_work.IsCancellationRequested)
        {
            _work.Dispose();
            _work = new CancellationTokenSource();
        }

        CancellationToken lost = _work.Token;
        ValueTask<WorkResult> work;
        try
        {
            work = _runner.RunAsync(task, lost);
        }
        catch (Exception failed)
        {
            _steps.Failed(task, failed.Message);
            return true;
        }

        if (work.IsCompletedSuccessfully)
        {
            _steps.Finished(task, work.Result);
            return true;
        }

        _ = AwaitWorkAsync(task, work, lost);
        return false;
    }

    private async Task AwaitWorkAsync(Assignment task, ValueTask<WorkResult> work, CancellationToken lost)
    {
        try
        {
            WorkResult result = await work.ConfigureAwait(false);
            Post(() => _steps.Finished(task, result));
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // The lease was lost; the steps have forgotten the task already.
        }
        catch (Exception failed)
        {
            Post(() => _steps.Failed(task, failed.Message));
        }
    }
}
