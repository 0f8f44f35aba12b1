using System.Management.Automation;
using System.Text.Json;
using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>One thing that an item's script wrote, as its owner reads it.</summary>
/// <param name="Stream">"output", "error", "warning", "verbose", "debug" or "information".</param>
/// <param name="Value">The output's value, the error's exception, the message's text or data.</param>
internal sealed record ItemRecord(string Stream, object? Value)
{
    /// <summary>Of which kind an error is.</summary>
    public ErrorCategory Category { get; init; }

    /// <summary>What a message of the information stream is marked with.</summary>
    public string[] Tags { get; init; } = [];
}

/// <summary>All that an item's script wrote, read from what a worker sent. Read as a whole before any of it is believed.</summary>
internal sealed class ItemReport
{
    private readonly List<ItemRecord> _records = [];

    private ItemReport(JsonElement root, string? worker)
    {
        foreach (JsonElement record in root.GetProperty("records").EnumerateArray())
        {
            JsonProperty only = record.EnumerateObject().Single();
            _records.Add(only.Name switch
            {
                "output" => new ItemRecord(only.Name, TypedJson.Read(only.Value)),
                "error" => ReadError(only.Value, worker),
                "warning" or "verbose" or "debug" => new ItemRecord(only.Name, only.Value.GetString() ?? ""),
                "information" => ReadInformation(only.Value),
                _ => throw new JsonException(only.Name),
            });
        }

        LeftOut = root.TryGetProperty("left_out", out JsonElement leftOut) ? leftOut.GetInt32() : 0;
    }

    /// <summary>What was written, in order.</summary>
    public IReadOnlyList<ItemRecord> Records => _records;

    /// <summary>How many more messages there were.</summary>
    public int LeftOut { get; }

    /// <summary>Reads a result.</summary>
    /// <param name="result">What the worker sent.</param>
    /// <param name="worker">What people call the worker.</param>
    /// <exception cref="JsonException">It is no result of a script.</exception>
    public static ItemReport Read(JsonText result, string? worker)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(result.Text);
            return new ItemReport(document.RootElement, worker);
        }
        catch (Exception bad) when (bad is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException(bad.Message, bad);
        }
    }

    private static ItemRecord ReadError(JsonElement error, string? worker)
    {
        string? Of(string name) => error.GetProperty(name).GetString();
        var exception = new ScriptItemException(Of("message") ?? "")
        {
            Worker = worker,
            ErrorId = Of("id"),
            ExceptionType = Of("type"),
            ScriptStackTrace = Of("position"),
        };
        return new ItemRecord("error", exception)
        {
            Category = Enum.TryParse(Of("category"), out ErrorCategory category) ? category : ErrorCategory.NotSpecified,
        };
    }

    private static ItemRecord ReadInformation(JsonElement information)
    {
        string text = information.GetProperty("text").GetString() ?? "";
        bool noNewLine = information.GetProperty("no_new_line").GetBoolean();
        object data = information.GetProperty("host").GetBoolean()
            ? new HostInformationMessage { Message = text, NoNewLine = noNewLine }
            : text;
        return new ItemRecord("information", data)
        {
            Tags = [.. information.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString() ?? "")],
        };
    }
}
