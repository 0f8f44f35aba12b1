using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using StreamJsonRpc.Reflection;

namespace FruitSalad.Rpc;

/// <summary>
/// Cuts a byte stream into JSON-RPC messages. Two framings, told apart by the first byte that comes: "C" begins a
/// `Content-Length` header, "{" an object on a line of its own; answers use the caller's. Frames are bounded: a length
/// is refused before a byte of it is stored.
/// </summary>
/// <remarks>
/// A message's parameters are read from the pipe's own buffer, after <see cref="ReadCoreAsync"/> has returned it: the
/// buffer may go back only when StreamJsonRpc says that it is done with the message, else another connection's bytes
/// come to stand there.
/// </remarks>
internal sealed class FrameHandler : PipeMessageHandler, IJsonRpcMessageBufferManager
{
    /// <summary>The largest frame of a proven connection, in bytes.</summary>
    public const int MaxFrame = 16 << 20;

    /// <summary>The largest frame of a stranger, in bytes.</summary>
    public const int MaxStrangerFrame = 4 << 10;

    private const int MaxHeader = 512;
    private static ReadOnlySpan<byte> LengthName => "Content-Length:"u8;
    private readonly IJsonRpcMessageFormatter _formatter;
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly Action<JsonRpcError>? _refusing;
    private (JsonRpcMessage? Message, SequencePosition End) _reserved;
    private long _searched;
    private bool? _lines;

    /// <summary>A handler over a pair of pipes.</summary>
    /// <param name="writer">Where messages go.</param>
    /// <param name="reader">Where they come from.</param>
    /// <param name="formatter">Reads and writes their text.</param>
    /// <param name="framing">True: a line each; false: headers; null: as the other side begins.</param>
    /// <param name="refusing">Sees every error that goes out.</param>
    public FrameHandler(
        PipeWriter writer, PipeReader reader, IJsonRpcMessageFormatter formatter, bool? framing,
        Action<JsonRpcError>? refusing = null)
        : base(writer, reader, formatter)
    {
        _formatter = formatter;
        _lines = framing;
        _refusing = refusing;
    }

    /// <summary>The largest frame accepted now, in bytes.</summary>
    public int Limit { get; set; } = MaxFrame;

    /// <inheritdoc/>
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                ReadResult read = await Reader!.ReadAsync(cancellationToken).ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = read.Buffer;
                if (TryCut(ref buffer, out ReadOnlySequence<byte> frame))
                {
                    JsonRpcMessage message = Parse(frame);
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
        if (content is JsonRpcError error)
        {
            _refusing?.Invoke(error);
        }

        _body.ResetWrittenCount();
        _formatter.Serialize(_body, content);
        Frame(_body.WrittenSpan);
    }

    private void Frame(ReadOnlySpan<byte> body)
    {
        PipeWriter writer = Writer!;
        if (_lines == true)
        {
            writer.Write(body);
            writer.Write("\n"u8);
            return;
        }

        Span<byte> header = writer.GetSpan(48);
        "Content-Length: "u8.CopyTo(header);
        body.Length.TryFormat(header[16..], out int digits, default, CultureInfo.InvariantCulture);
        "\r\n\r\n"u8.CopyTo(header[(16 + digits)..]);
        writer.Advance(20 + digits);
        writer.Write(body);
    }

    private bool TryCut(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.IsEmpty)
        {
            return false;
        }

        byte first = buffer.FirstSpan[0];
        _lines ??= first switch
        {
            (byte)'{' => true,
            (byte)'C' => false,
            _ => throw new BadFrameException(
                "A connection begins with a Content-Length header or with '{': one JSON object a line."),
        };
        return _lines.Value ? TryCutLine(ref buffer, out frame) : TryCutBody(ref buffer, out frame);
    }

    private bool TryCutLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        // A long line comes in many pieces: each is searched once.
        SequencePosition? end = buffer.Slice(_searched).PositionOf((byte)'\n');
        frame = end is null ? default : buffer.Slice(0, end.Value);
        CheckLength(end is null ? buffer.Length : frame.Length);
        _searched = end is null ? buffer.Length : 0;
        if (end is null)
        {
            return false;
        }

        buffer = buffer.Slice(buffer.GetPosition(1, end.Value));
        return true;
    }

    private bool TryCutBody(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> header, "\r\n\r\n"u8))
        {
            return buffer.Length <= MaxHeader ? false : throw new BadFrameException($"A header longer than {MaxHeader} bytes.");
        }

        int length = ReadLength(header);
        CheckLength(length);
        if (reader.Remaining < length)
        {
            return false;
        }

        frame = reader.UnreadSequence.Slice(0, length);
        buffer = reader.UnreadSequence.Slice(length);
        return true;
    }

    private static int ReadLength(ReadOnlySequence<byte> header)
    {
        if (header.Length > MaxHeader)
        {
            throw new BadFrameException($"A header longer than {MaxHeader} bytes.");
        }

        Span<byte> text = stackalloc byte[(int)header.Length];
        header.CopyTo(text);
        foreach (Range line in text.Split("\r\n"u8))
        {
            if (text[line].StartsWith(LengthName)
                && int.TryParse(text[line][LengthName.Length..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out int length))
            {
                return length;
            }
        }

        throw new BadFrameException("A header without a Content-Length.");
    }

    private void CheckLength(long length)
    {
        if (length > Limit)
        {
            throw new BadFrameException($"A frame of {length} bytes; the limit is {Limit}.");
        }
    }

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
