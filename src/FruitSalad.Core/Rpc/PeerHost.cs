using System.Net;
using System.Threading.Channels;
using FruitSalad.Contract;
using FruitSalad.Stealing;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

/// <summary>
/// The thin shell around <see cref="PeerSteps"/>: it listens, carries out what they say, and posts what happens into one
/// mailbox. Only the loop that empties the mailbox touches the steps, so they need no lock.
/// </summary>
public sealed partial class PeerHost : IAsyncDisposable
{
    private readonly ITaskRunner _runner;
    private readonly TimeProvider _time;
    private readonly Action<WorkerLine>? _say;
    private readonly long _start;
    private readonly Listener _listener;
    private readonly Channel<Action> _mailbox = Channel.CreateUnbounded<Action>(new() { SingleReader = true });
    private readonly CancellationTokenSource _work = new();
    private readonly ITimer _timer;
    private PeerLink[] _links = [];
    private PeerSteps? _steps;
    private TimeSpan _armed = TimeSpan.MaxValue;

    private PeerHost(PeerOptions options, ITaskRunner runner, TimeProvider time, Action<WorkerLine>? say)
    {
        Options = options;
        _runner = runner;
        _time = time;
        _say = say;
        _start = time.GetTimestamp();
        _listener = new Listener(
            new MasterOptions { Address = options.Address, Port = 0, Keys = options.Keys }, _ => new PeerEndpoint(this));
        _timer = time.CreateTimer(
            _ => Post(() => _armed = TimeSpan.MaxValue), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What it was started with.</summary>
    public PeerOptions Options { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    private TimeSpan Now => _time.GetElapsedTime(_start);

    /// <summary>A peer that listens, and has not begun.</summary>
    /// <param name="options">Who it is.</param>
    /// <param name="runner">Does the work.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Gets its log lines, on any thread; null: nobody listens.</param>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot listen.</exception>
    public static PeerHost Start(PeerOptions options, ITaskRunner runner, TimeProvider time, Action<WorkerLine>? say)
    {
        var host = new PeerHost(options, runner, time, say);
        host._listener.Start();
        return host;
    }

    /// <summary>Works until it is dismissed, or the planned failure strikes. Once.</summary>
    /// <param name="terms">What all peers know.</param>
    /// <param name="peers">Where each of them listens.</param>
    /// <param name="leave">Leave at once, without a word.</param>
    /// <returns>How it ended: dismissed, to crash now, or to hang now. Its connections are still open.</returns>
    /// <exception cref="OperationCanceledException">It was told to leave at once.</exception>
    public async Task<Fate> RunAsync(PeerTerms terms, IReadOnlyList<MasterAddress> peers, CancellationToken leave)
    {
        await using CancellationTokenRegistration registration = leave.Register(
            () => ThreadPool.UnsafeQueueUserWorkItem(_ => _mailbox.Writer.TryComplete(), null));
        _links = [.. peers.Select((peer, index) => new PeerLink(
            peer, Options.Keys.Worker, () => Post(() => _steps!.Gone(index, Now))))];
        PeerSteps steps = _steps = new PeerSteps(
            terms, Options.Index, Options.Plan, new SeededRandom(Options.Seed, Options.Index + 1), _say, _time.GetUtcNow);
        while (true)
        {
            Advance(steps);
            if (steps.Fate != Fate.Work)
            {
                return steps.Fate;
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

    /// <summary>Closes the port and all connections, as abruptly as a process that ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _mailbox.Writer.TryComplete();
        await _work.CancelAsync().ConfigureAwait(false);
        Array.ForEach(_links, link => link.Dispose());
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
    }

    private bool Post(Action happened) => _mailbox.Writer.TryWrite(happened);

    /// <summary>Does all that can be done now.</summary>
    private void Advance(PeerSteps steps)
    {
        steps.Tick(Now);
        while (steps.TryStart(Now) is { } task && Run(steps, task))
        {
        }

        while (steps.NextCall(Now) is { } call)
        {
            _ = SayAsync(steps, call);
        }

        AnswerHarvest(steps);
        TimeSpan due = steps.NextDue ?? TimeSpan.MaxValue;
        due = _harvest is { } waiting && waiting.Until < due ? waiting.Until : due;
        if (due < _armed)
        {
            _armed = due;
            double ms = Math.Clamp(Math.Ceiling((due - Now).TotalMilliseconds), 0, int.MaxValue - 1);
            _timer.Change(TimeSpan.FromMilliseconds(ms), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Makes a call; an answer is reported, and silence is for the steps to notice.</summary>
    private async Task SayAsync(PeerSteps steps, PeerCall call)
    {
        try
        {
            if (call.Steal is { } steal)
            {
                Loot loot = await _links[call.To].CallAsync<Loot>("steal", steal).ConfigureAwait(false);
                Post(() => steps.Answered(call, loot, Now));
            }
            else
            {
                Passed passed = await _links[call.To].CallAsync<Passed>("pass", call.Pass!).ConfigureAwait(false);
                Post(() => steps.Answered(call, passed, Now));
            }
        }
        catch (Exception unanswered) when (unanswered is MasterUnreachableException or ConnectionLostException
            or ObjectDisposedException or OperationCanceledException or RemoteRpcException or IOException)
        {
            // The steps say it again.
        }
    }

    /// <summary>Starts the work; true: it is done already.</summary>
    private bool Run(PeerSteps steps, Assignment task)
    {
        if (steps.Stuck)
        {
            return false;
        }

        ValueTask<WorkResult> work;
        try
        {
            work = _runner.RunAsync(task, _work.Token);
        }
        catch (Exception failed)
        {
            steps.Failed(task, failed.Message);
            return true;
        }

        if (work.IsCompletedSuccessfully)
        {
            Finish(steps, task, work.Result);
            return true;
        }

        _ = AwaitWorkAsync(steps, task, work);
        return false;
    }

    /// <summary>Everybody knows all tasks from the beginning: one that appears would be known to this peer alone.</summary>
    private static void Finish(PeerSteps steps, Assignment task, in WorkResult result)
    {
        if (result.Add.Count > 0)
        {
            steps.Failed(task, "Work that adds tasks needs a master: not under work stealing.");
            return;
        }

        steps.Finished(task, result.Result);
    }

    private async Task AwaitWorkAsync(PeerSteps steps, Assignment task, ValueTask<WorkResult> work)
    {
        try
        {
            WorkResult result = await work.ConfigureAwait(false);
            Post(() => Finish(steps, task, result));
        }
        catch (OperationCanceledException) when (_work.IsCancellationRequested)
        {
            // The peer ends.
        }
        catch (Exception failed)
        {
            Post(() => steps.Failed(task, failed.Message));
        }
    }
}
