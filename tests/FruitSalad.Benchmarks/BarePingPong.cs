using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Tasks;
using StreamJsonRpc;

namespace FruitSalad.Benchmarks;

/// <summary>
/// The least that a task can cost under StreamJsonRpc: one call with the messages of a task's round trip, and nothing
/// behind it. StreamJsonRpc as it comes, with its own framing by headers and System.Text.Json.
/// </summary>
internal sealed class BarePingPong : IDisposable
{
    private static readonly Delivery Result = new([new TaskResult(123_456, 1, new JsonText("1"))], new Ask(123_456));
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public BarePingPong()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Makes so many calls over one connection, one at a time.</summary>
    public static async Task CallAsync(int port, int calls)
    {
        using var client = new TcpClient("127.0.0.1", port) { NoDelay = true };
        using var rpc = new JsonRpc(Handle(client));
        rpc.StartListening();
        for (int i = 0; i < calls; i++)
        {
            await rpc.InvokeWithParameterObjectAsync<Receipt>("receive_result", Result);
        }
    }

    public void Dispose() => _listener.Dispose();

    private static HeaderDelimitedMessageHandler Handle(TcpClient client) =>
        new(client.GetStream(), client.GetStream(), new SystemTextJsonFormatter());

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                client.NoDelay = true;
                var rpc = new JsonRpc(Handle(client));
                rpc.AddLocalRpcTarget(new Target(), new JsonRpcTargetOptions { UseSingleObjectParameterDeserialization = true });
                rpc.StartListening();
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private sealed class Target
    {
        private static readonly Receipt Next = new([Verdict.Accepted], new Answer(AnswerKind.Assigned)
        {
            Tasks = [new Assignment(123_457, 1, "fruit 123457", 0, 10_000)],
        });

        // An instance's method, as the real endpoint's are: a static one would be called in another way.
        [SuppressMessage("Performance", "CA1822", Justification = "See above.")]
        [JsonRpcMethod("receive_result")]
        public Receipt ReceiveResult(Delivery delivery) => delivery.Results.Count == 1 ? Next : throw new ArgumentException("One result.");
    }
}
