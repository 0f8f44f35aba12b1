using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>The other end of a connection to a master, byte by byte: what any program in any language could send.</summary>
internal sealed class Peer(Stream stream, bool lines = true) : IDisposable
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly List<byte> _pending = [];
    private int _id;

    public Stream Stream => stream;

    public byte[] Nonce { get; } = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    public static async Task<Peer> ConnectAsync(int port, bool lines = true)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port).WaitAsync(Bound);
        return new Peer(client.GetStream(), lines);
    }

    public Task SendRawAsync(string text) => SendRawAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendRawAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes).AsTask().WaitAsync(Bound);
        await stream.FlushAsync().WaitAsync(Bound);
    }

    public Task SendAsync(string json) =>
        SendRawAsync(lines ? json + "\n" : $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}");

    /// <summary>The next message; null: the master closed the connection.</summary>
    public async Task<JsonElement?> ReadAsync()
    {
        string? text = lines ? await ReadUntilAsync("\n") : await ReadBodyAsync();
        return text is null ? null : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Makes a call and answers its whole reply.</summary>
    public async Task<JsonElement> CallAsync(string method, string parameters = "{}")
    {
        await SendAsync($$"""{"jsonrpc":"2.0","id":{{++_id}},"method":"{{method}}","params":{{parameters}}}""");
        JsonElement? reply = await ReadAsync();
        Assert.NotNull(reply);
        return reply.Value;
    }

    /// <summary>Makes a call that must succeed and answers its result.</summary>
    public async Task<JsonElement> ResultAsync(string method, string parameters = "{}")
    {
        JsonElement reply = await CallAsync(method, parameters);
        Assert.True(reply.TryGetProperty("result", out JsonElement result), reply.GetRawText());
        return result;
    }

    /// <summary>Makes a call that must be refused and answers the error's code.</summary>
    public async Task<int> ErrorAsync(string method, string parameters = "{}")
    {
        JsonElement reply = await CallAsync(method, parameters);
        Assert.True(reply.TryGetProperty("error", out JsonElement error), reply.GetRawText());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        return error.GetProperty("code").GetInt32();
    }

    public async Task<byte[]> HelloAsync(Role role, Guid? worker = null)
    {
        JsonElement challenge = await ResultAsync("hello", HelloText(role, worker));
        return challenge.GetProperty("nonce").GetBytesFromBase64();
    }

    public string HelloText(Role role, Guid? worker = null) => $$"""
        {"protocol":1,"role":"{{(role == Role.Owner ? "owner" : "worker")}}","nonce":"{{Convert.ToBase64String(Nonce)}}","worker":"{{worker ?? Guid.NewGuid()}}","name":"raw","pid":0,"host":"here"}
        """.Trim();

    public static string ProofText(byte[] proof) => $$"""{"value":"{{Convert.ToBase64String(proof)}}"}""";

    /// <summary>Both halves of the handshake.</summary>
    public async Task<Peer> ProveAsync(SaladKeys keys, Role role, Guid? worker = null)
    {
        byte[] theirs = await HelloAsync(role, worker);
        await ResultAsync("prove", ProofText(HandshakeProof.OfCaller(keys.Of(role), role, Nonce, theirs)));
        return this;
    }

    public void Dispose() => stream.Dispose();

    private async Task<string?> ReadBodyAsync()
    {
        if (await ReadUntilAsync("\r\n\r\n") is not { } header)
        {
            return null;
        }

        Assert.StartsWith("Content-Length: ", header);
        int length = int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture);
        while (_pending.Count < length)
        {
            Assert.True(await FillAsync());
        }

        return Take(length, 0);
    }

    private async Task<string?> ReadUntilAsync(string end)
    {
        byte[] mark = Encoding.ASCII.GetBytes(end);
        int place;
        while ((place = _pending.ToArray().AsSpan().IndexOf(mark)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        return Take(place, mark.Length);
    }

    private string Take(int length, int skip)
    {
        string text = Encoding.UTF8.GetString([.. _pending[..length]]);
        _pending.RemoveRange(0, length + skip);
        return text;
    }

    private async Task<bool> FillAsync()
    {
        byte[] buffer = new byte[65536];
        try
        {
            int read = await stream.ReadAsync(buffer).AsTask().WaitAsync(Bound);
            _pending.AddRange(buffer[..read]);
            return read > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
