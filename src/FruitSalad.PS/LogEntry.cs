using System.Globalization;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>A line of a salad's log: an event at the master, or what a worker of this session said.</summary>
public sealed class LogEntry
{
    internal LogEntry(SaladEvent e, EventFold after, SaladLog log)
    {
        Event = e;
        Log = log;
        Time = log.Epoch + e.Time;
        Sequence = e.Sequence;
        Kind = e.Kind.ToString();
        Task = e.TaskId < 0 ? null : e.TaskId;
        TaskName = e.TaskName;
        Attempt = e.Attempt;
        Worker = e.WorkerName;
        Detail = e.Detail;
        Line = LogLine.Format(e, log.Epoch, after, CultureInfo.CurrentUICulture);
    }

    internal LogEntry(WorkerLogLine log)
    {
        var line = log.Said;
        Time = line.Time;
        Kind = line.Kind.ToString();
        Task = line.TaskId < 0 ? null : line.TaskId;
        TaskName = line.TaskName;
        Attempt = line.Attempt;
        Worker = log.Worker;
        IsWorkers = true;
        Detail = line.Text;
        Line = log.Line;
    }

    /// <summary>When, by the wall clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The event's number, from 0, without gaps; null for a worker's line.</summary>
    public long? Sequence { get; }

    /// <summary>What happened: an event's kind or a worker's.</summary>
    public string Kind { get; }

    /// <summary>The task that it happened to; null: none.</summary>
    public int? Task { get; }

    /// <summary>The task's name, or null.</summary>
    public string? TaskName { get; }

    /// <summary>The attempt that it happened to, or 0.</summary>
    public int Attempt { get; }

    /// <summary>What people call the worker that it concerns, or null.</summary>
    public string? Worker { get; }

    /// <summary>Whether the worker itself said it.</summary>
    public bool IsWorkers { get; }

    /// <summary>A reason, a verdict or an error's text.</summary>
    public string? Detail { get; }

    /// <summary>The tutorial's log line, in the user's language.</summary>
    public string Line { get; }

    /// <summary>The event itself; null for a worker's line.</summary>
    internal SaladEvent? Event { get; }

    /// <summary>Whose event it is; null for a worker's line.</summary>
    internal SaladLog? Log { get; }

    /// <inheritdoc/>
    public override string ToString() => Line;

    /// <summary>The event as one line of JSON, for a file that Test-SaladHistory reads; empty for a worker's line.</summary>
    public string ToJson() => Event is null ? "" : JsonSerializer.Serialize(Event, SaladJson.Wire);

    /// <summary>All kinds that there are.</summary>
    internal static IReadOnlyList<string> Kinds { get; } =
        [.. Enum.GetNames<EventKind>().Union(Enum.GetNames<WorkerLineKind>()).Order(StringComparer.Ordinal)];
}
