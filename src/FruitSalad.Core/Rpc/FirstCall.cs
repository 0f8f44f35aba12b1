using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace FruitSalad.Rpc;

/// <summary>
/// The tutorial's first remote call: a server whose contract has one method. It serves one connection of this machine
/// and ends with it.
/// </summary>
public static class FirstCall
{
    /// <summary>What callers may see.</summary>
    public interface IContract
    {
        /// <summary>The tutorial's function.</summary>
        int F();
    }

    /// <summary>Starts the server, calls a method of it over TCP, and ends it.</summary>
    /// <param name="method">The method's name on the wire.</param>
    /// <param name="parameters">Its parameters by name; null: none.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer.</returns>
    public static async Task<JsonElement> InvokeAsync(
        string method, IReadOnlyDictionary<string, object?>? parameters, CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TcpClient> accepting = listener.AcceptTcpClientAsync(cancellation).AsTask();
        using var caller = new TcpClient();
        await caller.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellation).ConfigureAwait(false);
        using TcpClient called = await accepting.ConfigureAwait(false);
        using var server = new RpcChannel(called.GetStream(), lines: null);
        server.Expose<IContract>(new Server());
        server.Rpc.StartListening();
        using var client = new RpcChannel(caller.GetStream(), lines: false);
        client.Rpc.StartListening();
        return await client.Rpc.InvokeWithParameterObjectAsync<JsonElement>(method, parameters, cancellation)
            .WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Has a public method more than its contract: nobody can call that one.</summary>
    private sealed class Server : IContract
    {
        public int F() => 42;

#pragma warning disable CA1822 // As public as the other one, and of the object like it: only the contract keeps it in.
        public int G() => 43;
#pragma warning restore CA1822
    }
}
