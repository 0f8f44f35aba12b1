using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using StreamJsonRpc.Reflection;

namespace FruitSalad.Rpc;

/// <summary>
/// Turns a byte stream into JSON-RPC messages and back, in either framing; answers use the caller's.
/// </summary>
/// <remarks>
/// A message's parameters are read from the pipe's own buffer, after <see cref="ReadCoreAsync"/> has returned it: the
/// buffer may go back only when StreamJsonRpc says that it is done with the message, else another connection's bytes
/// come to stand there.
/// <para>
/// A channel may bring a message twice, which StreamJsonRpc takes for a breach of the protocol: a second answer ends the
/// connection, and a second copy of a question that is being answered is itself answered with an error. Such copies end
/// here. (A copy of a question that has been answered is asked again: the contract's calls bear that.)
/// </para>
/// </remarks>
internal sealed class FrameHandler : PipeMessageHandler, IJsonRpcMessageBufferManager
{
    /// <summary>The largest frame of a proven connection, in bytes.</summary>
    public const int MaxFrame = 16 << 20;

    /// <summary>The largest frame of a stranger, in bytes.</summary>
    public const int MaxStrangerFrame = 4 << 10;

    /// <summary>No header of ours is longer, in bytes.</summary>
    private const int MaxHeader = 32;

    private readonly IJsonRpcMessageFormatter _formatter;
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly ConcurrentDictionary<RequestId, bool> _asked = new();
    private readonly ConcurrentDictionary<RequestId, bool> _answering = new();
    private readonly Func<JsonRpcError, bool>? _refusing;
    private readonly FrameCutter _cutter;
    private (JsonRpcMessage? Message, SequencePosition End) _reserved;
    private bool _lastWords;

    /// <summary>A handler over a pair of pipes.</summary>
    /// <param name="writer">Where messages go.</param>
    /// <param name="reader">Where they come from.</param>
    /// <param name="formatter">Reads and writes their text.</param>
    /// <param name="framing">True: a line each; false: headers; null: as the other side begins.</param>
    /// <param name="refusing">Sees every error that goes out; true: it is the last thing that is said here.</param>
    public FrameHandler(
        PipeWriter writer, PipeReader reader, IJsonRpcMessageFormatter formatter, bool? framing,
        Func<JsonRpcError, bool>? refusing = null)
        : base(writer, reader, formatter)
    {
        _formatter = formatter;
        _cutter = new FrameCutter(framing);
        _refusing = refusing;
    }

    /// <summary>The last words have gone out.</summary>
    public event Action? LastWordsSaid;

    /// <summary>The largest frame accepted now, in bytes.</summary>
    public int Limit
    {
        get => _cutter.Limit;
        set => _cutter.Limit = value;
    }

    /// <inheritdoc/>
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                ReadResult read = await Reader!.ReadAsync(cancellationToken).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = read.Buffer;
                if (_cutter.TryCut(ref buffer, out ReadOnlySequence<byte> frame))
                {
                    JsonRpcMessage message = Parse(frame);
                    if (IsCopy(message))
                    {
                        (message as IJsonRpcMessageBufferManager)?.DeserializationComplete(message);
                        Reader.AdvanceTo(buffer.Start);
                        continue;
                    }

                    _reserved = (message, buffer.Start);
                    return message;
                }

                Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.IsCompleted)
                {
                    return read.Buffer.IsEmpty ? null : throw new BadFrameException("The connection ended in the middle of a frame.");
                }
            }
        }
        catch (BadFrameException bad)
        {
            await SayBadAsync(bad.Message).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    void IJsonRpcMessageBufferManager.DeserializationComplete(JsonRpcMessage message)
    {
        if (_reserved.Message == message)
        {
            (message as IJsonRpcMessageBufferManager)?.DeserializationComplete(message);
            Reader!.AdvanceTo(_reserved.End);
            _reserved = default;
        }
    }

    /// <inheritdoc/>
    protected override void Write(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        switch (content)
        {
            case JsonRpcRequest { IsResponseExpected: true } request:
                _asked[request.RequestId] = true;
                break;
            case JsonRpcResult result:
                _answering.TryRemove(result.RequestId, out _);
                break;
            case JsonRpcError error:
                _answering.TryRemove(error.RequestId, out _);
                _lastWords |= _refusing?.Invoke(error) == true;
                break;
        }

        _body.ResetWrittenCount();
        _formatter.Serialize(_body, content);
        Frame(_body.WrittenSpan);
    }

    /// <inheritdoc/>
    protected override async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await base.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_lastWords)
        {
            // The other side has it in its hands: now the connection may end.
            LastWordsSaid?.Invoke();
        }
    }

    /// <summary>All of it into one piece of memory: it goes out in one writing, however long it is.</summary>
    private void Frame(ReadOnlySpan<byte> body)
    {
        PipeWriter writer = Writer!;
        Span<byte> frame = writer.GetSpan(body.Length + MaxHeader);
        int length = 0;
        if (_cutter.Lines != true)
        {
            "Content-Length: "u8.CopyTo(frame);
            body.Length.TryFormat(frame[16..], out int digits, default, CultureInfo.InvariantCulture);
            "\r\n\r\n"u8.CopyTo(frame[(16 + digits)..]);
            length = 20 + digits;
        }

        body.CopyTo(frame[length..]);
        length += body.Length;
        if (_cutter.Lines == true)
        {
            frame[length++] = (byte)'\n';
        }

        writer.Advance(length);
    }

    private bool IsCopy(JsonRpcMessage message) => message switch
    {
        JsonRpcRequest { IsResponseExpected: true } request => !_answering.TryAdd(request.RequestId, true),
        JsonRpcResult result => !_asked.TryRemove(result.RequestId, out _),
        JsonRpcError { RequestId.IsNull: false } error => !_asked.TryRemove(error.RequestId, out _),
        _ => false,
    };

    private JsonRpcMessage Parse(ReadOnlySequence<byte> frame)
    {
        try
        {
            return _formatter.Deserialize(frame);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new BadFrameException("A frame that is no JSON-RPC 2.0 message: " + bad.Message, bad);
        }
    }

    /// <summary>The last words on this connection: why it ends.</summary>
    private async Task SayBadAsync(string why)
    {
        var error = new JsonRpcError
        {
            RequestId = RequestId.Null,
            Error = new JsonRpcError.ErrorDetail { Code = (JsonRpcErrorCode)RpcErrors.BadFrame, Message = why },
        };
        try
        {
            await WriteAsync(error, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The other side is gone already; the connection ends either way.
        }
    }
}
