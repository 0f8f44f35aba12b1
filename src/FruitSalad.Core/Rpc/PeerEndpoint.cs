using FruitSalad.Contract;
using FruitSalad.Stealing;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

/// <summary>One connection at a peer: another peer's, or that of whoever gathers the results.</summary>
internal sealed class PeerEndpoint(PeerHost host) : IEndpoint, IHandshakeCalls, IPeerCalls, IGathererCalls
{
    private readonly TaskCompletionSource _proven = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallerProof _proof = new(host.Options.Keys);
    private RpcChannel? _channel;
    private Role? _role;

    /// <inheritdoc/>
    public Task Proven => _proven.Task;

    /// <inheritdoc/>
    public async Task ServeAsync(Stream stream)
    {
        using var channel = new RpcChannel(stream, lines: null, error => error.Error?.Code == (StreamJsonRpc.Protocol.JsonRpcErrorCode)RpcErrors.WrongSecret)
        {
            FrameLimit = FrameHandler.MaxStrangerFrame,
        };
        _channel = channel;
        channel.Expose<IHandshakeCalls>(this);
        channel.Expose<IPeerCalls>(this);
        channel.Expose<IGathererCalls>(this);
        channel.Rpc.StartListening();
        try
        {
            await channel.Rpc.Completion.ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is BadFrameException or IOException or ConnectionLostException
            or OperationCanceledException or ObjectDisposedException)
        {
            // A connection that breaks is a hint like one that closes.
        }
        finally
        {
            _proven.TrySetResult();
            host.Left(this);
        }
    }

    /// <inheritdoc/>
    public Task RefuseAsync(string why) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Close() => _channel?.Dispose();

    /// <inheritdoc/>
    public Task<Challenge> HelloAsync(Hello hello, CancellationToken cancellation) =>
        _proof.IsSecond(hello) || hello.Nonce.Length < HandshakeProof.NonceLength
            ? throw RpcErrors.Make(RpcErrors.OutOfBounds, $"hello comes once, with a nonce of {HandshakeProof.NonceLength} bytes or more.")
            : Task.FromResult(_proof.Answer(hello));

    /// <inheritdoc/>
    public Task<Welcome> ProveAsync(Proof proof, CancellationToken cancellation)
    {
        if (_proof.Hello is not { } hello)
        {
            throw RpcErrors.Make(RpcErrors.NotProven, "Say hello first.");
        }

        if (!_proof.Holds(proof))
        {
            throw RpcErrors.Make(RpcErrors.WrongSecret, "That is not this salad's secret.");
        }

        _role = hello.Role;
        _channel!.FrameLimit = FrameHandler.MaxFrame;
        _proven.TrySetResult();
        return Task.FromResult(new Welcome(Master.SaladMaster.Protocol, host.Options.Salad, "peer", 1, host.Options.Seed, 0, 0));
    }

    /// <inheritdoc/>
    public Task<Loot> StealAsync(StealRequest request, CancellationToken cancellation)
    {
        Require(Role.Worker);
        return host.AskAsync((steps, now) => steps.Steal(request, now));
    }

    /// <inheritdoc/>
    public Task<Passed> PassAsync(Pass pass, CancellationToken cancellation)
    {
        Require(Role.Worker);
        return host.AskAsync((steps, now) => steps.Pass(pass, now));
    }

    /// <inheritdoc/>
    public Task<PeerStatus> StatusAsync(CancellationToken cancellation)
    {
        Require(Role.Owner);
        return host.AskAsync((steps, _) => steps.Status());
    }

    /// <inheritdoc/>
    public Task<Harvest> HarvestAsync(HarvestQuery query, CancellationToken cancellation)
    {
        Require(Role.Owner);
        return host.HarvestAsync(query);
    }

    /// <inheritdoc/>
    public Task<PeerStatus> DismissAsync(CancellationToken cancellation)
    {
        Require(Role.Owner);
        return host.DismissAsync(this);
    }

    private void Require(Role role)
    {
        if (_role != role)
        {
            throw _role is null
                ? RpcErrors.Make(RpcErrors.NotProven, "Say hello and prove first.")
                : RpcErrors.Make(RpcErrors.WrongRole, $"This call belongs to the {role} role; this connection is a {_role}.");
        }
    }
}
