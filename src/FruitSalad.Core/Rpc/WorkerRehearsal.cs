using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Rpc;

/// <summary>
/// A worker's part of <see cref="MasterRehearsal"/>: before its hello, so that no clock runs yet, a worker plays its
/// loop through once with a prompter in the master's place, who hands out two tasks and has no rules at all.
/// </summary>
internal sealed class WorkerRehearsal : IHandshakeCalls, IWorkerCalls
{
    /// <summary>Enough for a busy machine. The worker begins without it then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TaskCompletionSource Over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static int _begun;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SaladKeys.Length);
    private int _handedOut;

    /// <summary>Begins it, unless this process has done that already.</summary>
    /// <param name="runner">Does the work as the real worker will.</param>
    /// <param name="say">Gets the lines, which nobody must see.</param>
    /// <returns>Completes when it is over; never fails.</returns>
    public static Task Begin(ITaskRunner runner, Action<WorkerLine> say)
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _ = Task.Run(() => new WorkerRehearsal().PlayAsync(runner, say));
        }

        return Over.Task;
    }

    /// <inheritdoc/>
    public Task<Challenge> HelloAsync(Hello hello, CancellationToken cancellation) => Task.FromResult(
        new Challenge(hello.Nonce, HandshakeProof.OfMaster(_key, hello.Role, hello.Nonce, hello.Nonce)));

    /// <inheritdoc/>
    public Task<Welcome> ProveAsync(Proof proof, CancellationToken cancellation) => Task.FromResult(
        new Welcome(Master.SaladMaster.Protocol, Guid.Empty, "", 1, 0, 1, 1, LeaseMs: 3, HeartbeatMs: 1));

    /// <inheritdoc/>
    public Task<Answer> GiveTaskAsync(Ask ask, CancellationToken cancellation) => Task.FromResult(Next());

    /// <inheritdoc/>
    public Task<Receipt> ReceiveResultAsync(Delivery delivery, CancellationToken cancellation) =>
        Task.FromResult(new Receipt([Verdict.Accepted], Next()));

    /// <inheritdoc/>
    public Task<Renewed> RenewLeaseAsync(Renewal renewal, CancellationToken cancellation) => Task.FromResult(new Renewed([], false));

    /// <inheritdoc/>
    public Task<FailReceipt> FailTaskAsync(Failure failure, CancellationToken cancellation) =>
        Task.FromResult(new FailReceipt(FailVerdict.Dead));

    /// <inheritdoc/>
    public Task ReleaseTaskAsync(Held held, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task GoodbyeAsync(CancellationToken cancellation) => Task.CompletedTask;

    private Answer Next() => ++_handedOut > 2
        ? new Answer(AnswerKind.Done) { Reason = DoneReason.Completed }
        : new Answer(AnswerKind.Assigned) { Tasks = [new Assignment(_handedOut, 1, "fruit", 5, null)] };

    private async Task PlayAsync(ITaskRunner runner, Action<WorkerLine> say)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            Task prompting = PromptAsync(listener, late.Token);
            var options = new WorkerOptions
            {
                Id = new WorkerId(Guid.NewGuid()),
                Name = "",
                Masters = [new MasterAddress("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)],
                Key = _key,
            };
            using (var loop = new WorkerLoop(options, runner, TimeProvider.System, say))
            {
                await loop.RunAsync(late.Token).ConfigureAwait(false);
            }

            await prompting.ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException)
        {
            // What does not work here fails again in earnest, and is reported there.
        }
        finally
        {
            Over.SetResult();
        }
    }

    private async Task PromptAsync(TcpListener listener, CancellationToken cancellation)
    {
        using TcpClient caller = await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
        using var channel = new RpcChannel(caller.GetStream(), lines: null);
        channel.Expose<IHandshakeCalls>(this);
        channel.Expose<IWorkerCalls>(this);
        channel.Rpc.StartListening();
        await channel.Rpc.Completion.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
