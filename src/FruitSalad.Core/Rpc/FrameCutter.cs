using System.Buffers;
using System.Globalization;

namespace FruitSalad.Rpc;

/// <summary>
/// Finds where messages end in a byte stream. Two framings, told apart by the first byte that comes: "C" begins a
/// `Content-Length` header, "{" an object on a line of its own. Frames are bounded: a length is refused before a byte
/// of it is stored.
/// </summary>
/// <param name="lines">True: a line each; false: headers; null: as the stream begins.</param>
internal sealed class FrameCutter(bool? lines)
{
    private const int MaxHeader = 512;
    private long _searched;

    /// <summary>Whether the stream has a line each; null: nothing has come yet.</summary>
    public bool? Lines { get; private set; } = lines;

    /// <summary>The largest frame accepted now, in bytes.</summary>
    public int Limit { get; set; } = FrameHandler.MaxFrame;

    private static ReadOnlySpan<byte> LengthName => "Content-Length:"u8;

    /// <summary>Cuts the first whole message off.</summary>
    /// <param name="buffer">What has come; begins after the message where there was one.</param>
    /// <param name="frame">The message's text, without header or line end.</param>
    /// <returns>False: the message is not whole yet.</returns>
    /// <exception cref="BadFrameException">This is no frame, or one beyond the limit.</exception>
    public bool TryCut(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.IsEmpty)
        {
            return false;
        }

        byte first = buffer.FirstSpan[0];
        Lines ??= first switch
        {
            (byte)'{' => true,
            (byte)'C' => false,
            _ => throw new BadFrameException(
                "A connection begins with a Content-Length header or with '{': one JSON object a line."),
        };
        return Lines.Value ? TryCutLine(ref buffer, out frame) : TryCutBody(ref buffer, out frame);
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
}
