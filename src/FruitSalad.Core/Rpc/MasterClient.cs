using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using FruitSalad.Contract;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

/// <summary>A proven connection to a master, in one role.</summary>
/// <remarks>
/// Calls fail with <see cref="ConnectionLostException"/> or <see cref="ObjectDisposedException"/> when the connection
/// is gone, and with <see cref="RemoteInvocationException"/> when the master refuses.
/// </remarks>
public sealed class MasterClient : IWorkerCalls, IOwnerCalls, IDisposable
{
    private readonly RpcChannel _channel;

    private MasterClient(RpcChannel channel, MasterAddress address)
    {
        _channel = channel;
        Address = address;
    }

    /// <summary>Where it is connected.</summary>
    public MasterAddress Address { get; }

    /// <summary>What the master said when both had proven who they are.</summary>
    public Welcome Welcome { get; private set; } = null!;

    /// <summary>Completes when the connection is over; never fails.</summary>
    public Task Closed { get; private set; } = null!;

    /// <summary>Connects and shakes hands, once.</summary>
    /// <param name="address">Where.</param>
    /// <param name="key">The role's secret.</param>
    /// <param name="hello">Who: the nonce is filled in here.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="MasterUnreachableException">Nobody answers there, or not the right one.</exception>
    public static async Task<MasterClient> ConnectAsync(
        MasterAddress address, byte[] key, Hello hello, CancellationToken cancellation)
    {
        Stream? stream = null;
        try
        {
            stream = await OpenAsync(address, cancellation).ConfigureAwait(false);
            return await ShakeHandsAsync(stream, address, key, hello, cancellation).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is SocketException or IOException and not MasterUnreachableException
            or ConnectionLostException or System.Security.Authentication.AuthenticationException or RemoteRpcException)
        {
            stream?.Dispose();
            bool refused = failed is RemoteRpcException error && RpcErrors.IsRefusal(error);
            throw new MasterUnreachableException($"{address}: {failed.Message}", failed)
            {
                MayPass = !refused,
                IsStoreGone = RpcErrors.CodeOf(failed) == RpcErrors.Unavailable,
            };
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Any method of the wire by name, for demonstrations.</summary>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="parameters">Its parameters by name; null: none.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<System.Text.Json.JsonElement> InvokeAsync(
        string method, IReadOnlyDictionary<string, object?>? parameters, CancellationToken cancellation) =>
        _channel.Rpc.InvokeWithParameterObjectAsync<System.Text.Json.JsonElement>(
            method, parameters ?? new Dictionary<string, object?>(), cancellation);

    /// <inheritdoc/>
    public Task<Answer> GiveTaskAsync(Ask ask, CancellationToken cancellation) => CallAsync<Answer>("give_task", ask, cancellation);

    /// <inheritdoc/>
    public Task<Receipt> ReceiveResultAsync(Delivery delivery, CancellationToken cancellation) =>
        CallAsync<Receipt>("receive_result", delivery, cancellation);

    /// <inheritdoc/>
    public Task<Renewed> RenewLeaseAsync(Renewal renewal, CancellationToken cancellation) =>
        CallAsync<Renewed>("renew_lease", renewal, cancellation);

    /// <inheritdoc/>
    public Task<FailReceipt> FailTaskAsync(Failure failure, CancellationToken cancellation) =>
        CallAsync<FailReceipt>("fail_task", failure, cancellation);

    /// <inheritdoc/>
    public Task ReleaseTaskAsync(Held held, CancellationToken cancellation) => CallAsync<object>("release_task", held, cancellation);

    /// <inheritdoc/>
    public Task GoodbyeAsync(CancellationToken cancellation) => CallAsync<object>("goodbye", null, cancellation);

    /// <inheritdoc/>
    public Task<Added> AddTasksAsync(Addition addition, CancellationToken cancellation) =>
        CallAsync<Added>("add_tasks", addition, cancellation);

    /// <inheritdoc/>
    public Task ShareAsync(SharedValue shared, CancellationToken cancellation) => CallAsync<object>("share", shared, cancellation);

    /// <inheritdoc/>
    public Task CloseAsync(CancellationToken cancellation) => CallAsync<object>("close", null, cancellation);

    /// <inheritdoc/>
    public Task StopAsync(Stop stop, CancellationToken cancellation) => CallAsync<object>("stop", stop, cancellation);

    /// <inheritdoc/>
    public Task<bool> ResignAsync(CancellationToken cancellation) => CallAsync<bool>("resign", null, cancellation);

    /// <inheritdoc/>
    public Task<int> DrainWorkersAsync(WorkerList workers, CancellationToken cancellation) =>
        CallAsync<int>("drain_workers", workers, cancellation);

    /// <inheritdoc/>
    public Task<SaladStatus> GetStatusAsync(StatusQuery query, CancellationToken cancellation) =>
        CallAsync<SaladStatus>("get_status", query, cancellation);

    /// <inheritdoc/>
    public Task<MasterList> GetMastersAsync(CancellationToken cancellation) => CallAsync<MasterList>("get_masters", null, cancellation);

    /// <inheritdoc/>
    public Task<TaskPage> GetTasksAsync(TaskQuery query, CancellationToken cancellation) =>
        CallAsync<TaskPage>("get_tasks", query, cancellation);

    /// <inheritdoc/>
    public Task<ResultPage> GetResultsAsync(ResultQuery query, CancellationToken cancellation) =>
        CallAsync<ResultPage>("get_results", query, cancellation);

    /// <inheritdoc/>
    public Task<int> RestartTasksAsync(TaskList tasks, CancellationToken cancellation) =>
        CallAsync<int>("restart_tasks", tasks, cancellation);

    /// <inheritdoc/>
    public Task<int> WithdrawTasksAsync(TaskList tasks, CancellationToken cancellation) =>
        CallAsync<int>("withdraw_tasks", tasks, cancellation);

    /// <inheritdoc/>
    public Task<EventAnswer> GetEventsAsync(EventQuery query, CancellationToken cancellation) =>
        CallAsync<EventAnswer>("get_events", query, cancellation);

    /// <summary>Closes the connection, as abruptly as a process that ends.</summary>
    public void Dispose() => _channel.Dispose();

    private static async Task<Stream> OpenAsync(MasterAddress address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        TcpManners.Teach(socket);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return address.Fingerprint is { } fingerprint
                ? await SecureAsync(stream, address.Host, fingerprint, cancellation).ConfigureAwait(false)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<Stream> SecureAsync(
        NetworkStream stream, string host, string fingerprint, CancellationToken cancellation)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,

                // The join file names the one certificate: no authority is asked, and no other is taken.
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null
                    && string.Equals(certificate.GetCertHashString(HashAlgorithmName.SHA256), fingerprint, StringComparison.OrdinalIgnoreCase),
            },
            cancellation).ConfigureAwait(false);
        return secure;
    }

    private static async Task<MasterClient> ShakeHandsAsync(
        Stream stream, MasterAddress address, byte[] key, Hello hello, CancellationToken cancellation)
    {
        // A stranger may listen there: until its proof is in, it is not listened to for long either.
        var channel = new RpcChannel(stream, lines: false) { FrameLimit = FrameHandler.MaxStrangerFrame };

        // Cancelling a call would only ask the other side to cancel it, and one that says nothing does not.
        await using CancellationTokenRegistration giveUp = cancellation.Register(channel.Dispose);
        try
        {
            var client = new MasterClient(channel, address);
            channel.Rpc.StartListening();
            client.Closed = channel.Rpc.Completion.ContinueWith(_ => { }, TaskScheduler.Default);
            byte[] nonce = RandomNumberGenerator.GetBytes(HandshakeProof.NonceLength);
            Challenge challenge = await client.CallAsync<Challenge>("hello", hello with { Nonce = nonce }, default).ConfigureAwait(false);
            if (!HandshakeProof.Same(HandshakeProof.OfMaster(key, hello.Role, nonce, challenge.Nonce), challenge.Proof))
            {
                throw new MasterUnreachableException(
                    $"{address}: what listens there does not know this salad's secret; nothing was told to it.");
            }

            channel.FrameLimit = FrameHandler.MaxFrame;
            byte[] proof = HandshakeProof.OfCaller(key, hello.Role, nonce, challenge.Nonce);
            client.Welcome = await client.CallAsync<Welcome>("prove", new Proof(proof), default).ConfigureAwait(false);
            return client;
        }
        catch
        {
            channel.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>A method of another contract than the master's, over the same wire.</summary>
    internal Task<T> CallAsync<T>(string method, object? message, CancellationToken cancellation) =>
        _channel.Rpc.InvokeWithParameterObjectAsync<T>(method, message, cancellation);
}
