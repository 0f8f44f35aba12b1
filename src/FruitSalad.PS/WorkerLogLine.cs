using System.Globalization;
using FruitSalad.History;
using FruitSalad.Worker;

namespace FruitSalad.PS;

/// <summary>A line that a worker said on its own output.</summary>
/// <param name="Worker">What people call the worker.</param>
/// <param name="Said">What it said.</param>
public sealed record WorkerLogLine(string Worker, WorkerLine Said)
{
    /// <summary>The tutorial's log line, in the user's language.</summary>
    public string Line => LogLine.Format(Said, Worker, CultureInfo.CurrentUICulture);

    /// <inheritdoc/>
    public override string ToString() => Line;
}
