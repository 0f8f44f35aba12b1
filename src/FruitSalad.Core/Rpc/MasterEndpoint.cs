using System.Net;
using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace FruitSalad.Rpc;

/// <summary>
/// One connection at the master: who it is, and what it may call. Only the contract's methods are reachable; each checks
/// the role first. Whatever is refused ends at most this connection, touches no task, and leaves one event.
/// </summary>
internal sealed partial class MasterEndpoint(MasterHost host, IPEndPoint caller) : IEndpoint, IHandshakeCalls
{
    private const int MaxDetail = 200;
    private readonly TaskCompletionSource _proven = new();
    private RpcChannel? _channel;
    private readonly CallerProof _proof = new(host.Options.Keys);
    private Task<Welcome>? _welcome;
    private Role? _role;
    private WorkerId _worker;
    private int _connection;
    private volatile bool _gone;
    private string? _refused;

    /// <summary>Completes when the caller has proven who it is, or is gone.</summary>
    public Task Proven => _proven.Task;

    /// <summary>Serves the connection until it ends.</summary>
    public async Task ServeAsync(Stream stream)
    {
        using var channel = new RpcChannel(stream, lines: null, Refusing) { FrameLimit = FrameHandler.MaxStrangerFrame };
        _channel = channel;
        channel.Expose<IHandshakeCalls>(this);
        channel.Expose<IWorkerCalls>(this);
        channel.Expose<IOwnerCalls>(this);
        channel.Rpc.StartListening();
        try
        {
            await AwaitProofAsync(channel.Rpc.Completion).ConfigureAwait(false);
            await channel.Rpc.Completion.ConfigureAwait(false);
        }
        catch (BadFrameException bad)
        {
            await RefuseAsync(bad.Message).ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is IOException or ConnectionLostException or OperationCanceledException or ObjectDisposedException)
        {
            // A connection that breaks is a hint like one that closes.
        }
        finally
        {
            await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the connection from this side.</summary>
    public void Close() => _channel?.Dispose();

    /// <inheritdoc/>
    public Task<Challenge> HelloAsync(Hello hello, CancellationToken cancellation)
    {
        if (_proof.IsSecond(hello))
        {
            throw Refuse(RpcErrors.OutOfBounds, "hello was said already on this connection.");
        }

        if (hello.Protocol < Master.SaladMaster.Protocol)
        {
            throw Refuse(RpcErrors.OutOfBounds, $"This master speaks protocol {Master.SaladMaster.Protocol}, not {hello.Protocol}: update the worker.");
        }

        if (hello.Nonce.Length < HandshakeProof.NonceLength || (hello.Role == Role.Worker && hello.Worker == Guid.Empty))
        {
            throw Refuse(RpcErrors.OutOfBounds, $"hello needs a nonce of {HandshakeProof.NonceLength} bytes or more and, from a worker, its id.");
        }

        if (Label.FlawOf(hello.Labels ?? []) is { } flaw)
        {
            throw Refuse(RpcErrors.OutOfBounds, $"hello: {flaw}.");
        }

        return Task.FromResult(_proof.Answer(hello));
    }

    /// <inheritdoc/>
    public Task<Welcome> ProveAsync(Proof proof, CancellationToken cancellation)
    {
        if (_proof.Hello is not { } hello)
        {
            throw Refuse(RpcErrors.NotProven, "Say hello first.");
        }

        if (!_proof.Holds(proof))
        {
            throw Refuse(RpcErrors.WrongSecret, "That is not this salad's secret.");
        }

        // Calls begin in the order in which they come: a duplicate finds the first one's welcome.
        return _welcome ??= LetInAsync(hello);
    }

    /// <summary>Writes down, once a connection, that it was refused something.</summary>
    public async Task RefuseAsync(string why)
    {
        if (Interlocked.CompareExchange(ref _refused, why, null) is null)
        {
            string text = why.Length <= MaxDetail ? why : why[..MaxDetail];
            try
            {
                await host.Master.RefuseAsync(_worker, $"{caller}: {text}", host.Clock.Now).ConfigureAwait(false);
            }
            catch (StoreException)
            {
                // It was refused all the same; only nobody wrote it down.
            }
        }
    }

    private async Task<Welcome> LetInAsync(Hello hello)
    {
        _channel!.FrameLimit = FrameHandler.MaxFrame;
        if (hello.Role == Role.Worker)
        {
            _worker = new WorkerId(hello.Worker);
            var introduction = new WorkerIntroduction(
                Trim(hello.Name) ?? $"W-{hello.Pid}", hello.Pid, Trim(hello.Host) ?? caller.Address.ToString())
            {
                Labels = hello.Labels ?? [],
            };
            _connection = await host.Master.HelloAsync(_worker, introduction, host.Clock.Now).ConfigureAwait(false);
        }

        _role = hello.Role;
        _proven.TrySetResult();

        // Whichever of this and the connection's end comes second sees the other: nobody stays present without one.
        Interlocked.MemoryBarrier();
        if (_gone)
        {
            await DisconnectAsync(exited: false).ConfigureAwait(false);
        }

        return host.Master.Welcome();
    }

    private static string? Trim(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Length <= 64 ? name : name[..64];

    private async Task AwaitProofAsync(Task completion)
    {
        Task first = await Task.WhenAny(_proven.Task, completion, Task.Delay(host.Options.HandshakeTimeout)).ConfigureAwait(false);
        if (first != _proven.Task && first != completion)
        {
            await RefuseAsync("no proof within the handshake's time.").ConfigureAwait(false);
            Close();
        }
    }

    /// <summary>JSON-RPC itself answers what is no call of the contract; here it only leaves its event.</summary>
    /// <returns>Whether the connection ends with it: nobody guesses secrets one after the other.</returns>
    private bool Refusing(JsonRpcError error)
    {
        if (error.Error is { Code: JsonRpcErrorCode.MethodNotFound or JsonRpcErrorCode.InvalidParams or JsonRpcErrorCode.InvalidRequest } what)
        {
            _ = RefuseAsync(what.Message ?? what.Code.ToString());
        }

        return error.Error?.Code == (JsonRpcErrorCode)RpcErrors.WrongSecret;
    }

    private LocalRpcException Refuse(int code, string why)
    {
        _ = RefuseAsync(why);
        return RpcErrors.Make(code, why);
    }

    private void Require(Role role)
    {
        if (_role is null)
        {
            throw Refuse(RpcErrors.NotProven, "Say hello and prove first.");
        }

        if (_role != role)
        {
            throw Refuse(RpcErrors.WrongRole, $"This call belongs to the {role} role; this connection is a {_role}.");
        }

        if (role == Role.Worker)
        {
            host.CountCall();
        }
    }

    private void RequireCount(int count, string what)
    {
        if (count is < 0 or > Master.SaladMaster.MaxCount)
        {
            throw Refuse(RpcErrors.OutOfBounds, $"{what}: {count} is out of bounds; the limit is {Master.SaladMaster.MaxCount}.");
        }
    }

    /// <summary>The connection is over. Its open question is forgotten first: nothing may be handed to it any more.</summary>
    private async Task LeaveAsync()
    {
        _gone = true;
        Interlocked.MemoryBarrier();
        _proven.TrySetResult();
        _waiting?.Cancel();
        if (_role != Role.Worker)
        {
            return;
        }

        try
        {
            await TellAsync().ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // The store does not hear of it. The lease covers that, as it does where the master falls too.
        }
    }

    private async Task TellAsync()
    {
        Hello hello = _proof.Hello!;
        bool local = IPAddress.IsLoopback(caller.Address) && hello.Pid != 0 && hello.Host == Environment.MachineName;
        await DisconnectAsync(exited: local && LocalProcess.HasExited(hello.Pid)).ConfigureAwait(false);
        if (local && await LocalProcess.ExitsSoonAsync(hello.Pid).ConfigureAwait(false))
        {
            await DisconnectAsync(exited: true).ConfigureAwait(false);
        }
    }

    private ValueTask DisconnectAsync(bool exited) =>
        host.Master.DisconnectAsync(_worker, _connection, exited, host.Clock.Now);
}
