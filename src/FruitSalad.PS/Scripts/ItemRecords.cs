using System.Buffers;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Worker;

namespace FruitSalad.PS.Scripts;

/// <summary>
/// What an item's script writes to its streams, in order, as the result that goes to the owner. Each value is written
/// down when it comes, before the script can change it.
/// </summary>
/// <remarks>Bounded: output by the longest result there may be - all of it or none - everything else by count and length.</remarks>
internal sealed class ItemRecords : IDisposable
{
    /// <summary>How many records beside the output are kept of an item.</summary>
    public const int MaxRecords = 1000;

    private const int MaxText = 64 << 10;
    private const int MaxLength = 1 << 20;
    private const int MaxOutput = WorkerSteps.MaxResult - MaxLength - (4 * MaxText);
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private int _output;
    private int _records;
    private long _length;
    private int _leftOut;
    private bool _tooLong;

    public ItemRecords()
    {
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = SaladJson.Wire.Encoder, SkipValidation = true });
        _writer.WriteStartObject();
        _writer.WriteStartArray("records");
    }

    /// <summary>Writes down what comes on the streams of a pipeline.</summary>
    /// <param name="streams">All but the output.</param>
    /// <param name="output">The output.</param>
    /// <param name="current">The records of the item that runs.</param>
    public static void Listen(PSDataStreams streams, PSDataCollection<PSObject> output, Func<ItemRecords> current)
    {
        Take(output, value => current().AddOutput(value));
        Take(streams.Error, error => current().AddError(error));
        Take(streams.Warning, warning => current().AddText("warning", warning.Message));
        Take(streams.Verbose, verbose => current().AddText("verbose", verbose.Message));
        Take(streams.Debug, debug => current().AddText("debug", debug.Message));
        Take(streams.Information, information => current().AddInformation(information));
    }

    /// <summary>An error of the item's.</summary>
    /// <param name="error">What.</param>
    public void AddError(ErrorRecord error) => Add("error", () =>
    {
        _writer.WriteStartObject();
        _writer.WriteString("message", Cut(error.Exception.Message));
        _writer.WriteString("id", Cut(error.FullyQualifiedErrorId));
        _writer.WriteString("type", error.Exception.GetType().FullName);
        _writer.WriteString("category", error.CategoryInfo.Category.ToString());
        _writer.WriteString("position", Cut(ScriptRunspace.OwnTrace(error.ScriptStackTrace)));
        _writer.WriteEndObject();
    });

    /// <summary>The whole result.</summary>
    public JsonText ToJson()
    {
        if (_tooLong)
        {
            using var alone = new ItemRecords();
            alone.AddError(Error(Text.Of(Strings.ValueTooLong, MaxOutput), "ItemOutputTooLong", ErrorCategory.LimitsExceeded));
            return alone.ToJson();
        }

        _writer.WriteEndArray();
        if (_leftOut > 0)
        {
            _writer.WriteNumber("left_out", _leftOut);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return new JsonText(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    /// <summary>An error that no script wrote.</summary>
    public static ErrorRecord Error(string message, string id, ErrorCategory category) =>
        new(new InvalidOperationException(message), id, category, null);

    private void AddOutput(PSObject? value)
    {
        if (_tooLong)
        {
            return;
        }

        try
        {
            ReadOnlyMemory<byte> written = TypedJson.Write(value, MaxOutput - _output);
            _output += written.Length;
            WriteRecord("output", () => _writer.WriteRawValue(written.Span, skipInputValidation: true));
        }
        catch (UnfitValueException unfit)
        {
            _tooLong = unfit.Why == Unfit.TooLong;
            AddError(Error(unfit.Message, "ItemOutputUnfit", ErrorCategory.InvalidData));
        }
    }

    private void AddInformation(InformationRecord information) => Add("information", () =>
    {
        var shown = information.MessageData as HostInformationMessage;
        _writer.WriteStartObject();
        _writer.WriteString("text", Cut(shown?.Message ?? information.MessageData?.ToString()));
        _writer.WriteBoolean("host", shown is not null);
        _writer.WriteBoolean("no_new_line", shown?.NoNewLine ?? false);
        _writer.WriteStartArray("tags");
        information.Tags.ForEach(tag => _writer.WriteStringValue(Cut(tag)));
        _writer.WriteEndArray();
        _writer.WriteEndObject();
    });

    private void AddText(string stream, string text) => Add(stream, () => _writer.WriteStringValue(Cut(text)));

    private void Add(string stream, Action write)
    {
        if (_records == MaxRecords || _length > MaxLength)
        {
            _leftOut++;
            return;
        }

        _records++;
        long before = _writer.BytesCommitted + _writer.BytesPending;
        WriteRecord(stream, write);
        _length += _writer.BytesCommitted + _writer.BytesPending - before;
    }

    private void WriteRecord(string stream, Action write)
    {
        _writer.WriteStartObject();
        _writer.WritePropertyName(stream);
        write();
        _writer.WriteEndObject();
    }

    private static string? Cut(string? text) => text?.Length > MaxText ? text[..MaxText] : text;

    private static void Take<T>(PSDataCollection<T> stream, Action<T> add) => stream.DataAdded += (_, _) =>
    {
        // Taken out at once: what a script writes is not kept twice.
        foreach (T record in stream.ReadAll())
        {
            add(record);
        }
    };
}
