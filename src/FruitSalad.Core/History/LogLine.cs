using System.Globalization;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.History;

/// <summary>
/// The tutorial's log: `[epoch] [agent] [T-03] [IN|OUT|WORKING|ERROR|] message`. The epoch is in Unix seconds; agents
/// are MASTER and W-pid, in French MAITRE and E-pid; what concerns no task has no task's brackets.
/// </summary>
public static class LogLine
{
    /// <summary>More tasks in progress than this are counted, not named.</summary>
    private const int MostNamed = 20;

    /// <summary>A line of the master's log.</summary>
    /// <param name="e">What happened.</param>
    /// <param name="epoch">The wall clock's time at the salad's epoch.</param>
    /// <param name="after">The state after it: every line about a result names what is in progress.</param>
    /// <param name="culture">The language.</param>
    public static string Format(SaladEvent e, DateTimeOffset epoch, EventFold after, CultureInfo culture)
    {
        string message = Fill(
            Text("Event" + e.Kind, culture), culture, e.TaskName ?? "?", Agent(e.WorkerName, culture) ?? Text(nameof(LogText.Somebody), culture),
            Detail(e, culture), Attempt(e.Attempt, culture));
        if (IsAboutResult(e.Kind))
        {
            message += " " + Fill(Text(nameof(LogText.InProgress), culture), culture, Names(after.InProgress, culture));
        }
        else if (e.Kind == EventKind.Ended && after.EndedAt - after.StartedAt is { } makespan)
        {
            message += " " + Took(makespan, culture);
        }

        return Format(epoch + e.Time, Text(nameof(LogText.Master), culture), e.TaskId, LabelOf(e.Kind), message);
    }

    /// <summary>A line of a worker's own log.</summary>
    /// <param name="line">What it says.</param>
    /// <param name="worker">What people call the worker.</param>
    /// <param name="culture">The language.</param>
    public static string Format(WorkerLine line, string worker, CultureInfo culture)
    {
        // Before it asks for work a worker can fail too.
        string name = line is { Kind: WorkerLineKind.Alert, TaskId: < 0 } ? nameof(LogText.AlertAlone) : "Worker" + line.Kind;
        string message = Fill(
            Text(name, culture), culture, line.TaskName ?? "?", Word(line, culture),
            line.Seconds ?? 0, Attempt(line.Attempt, culture));
        return Format(line.Time, Agent(worker, culture)!, line.TaskId, LabelOf(line.Kind), message);
    }

    /// <summary>What one cook alone says when a fruit's turn has come.</summary>
    /// <param name="task">The fruit.</param>
    /// <param name="timeScale">What its duration is multiplied with.</param>
    /// <param name="culture">The language.</param>
    public static string FormatSequential(SaladTask task, double timeScale, CultureInfo culture) =>
        Fill(Text(nameof(LogText.Sequential), culture), culture, task.Name, task.Duration.TotalSeconds * timeScale);

    /// <summary>What one cook alone says at the end.</summary>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="culture">The language.</param>
    public static string FormatServed(TimeSpan elapsed, CultureInfo culture) =>
        Text(nameof(LogText.EndCompleted), culture) + " " + Took(elapsed, culture);

    private static string Format(DateTimeOffset time, string agent, int task, string label, string message)
    {
        double epoch = (time - DateTimeOffset.UnixEpoch).TotalSeconds;
        string about = task < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" [T-{task:00}]");
        return string.Create(CultureInfo.InvariantCulture, $"[{epoch:0.000}] [{agent}]{about} [{label}] {message}");
    }

    private static bool IsAboutResult(EventKind kind) =>
        kind is EventKind.Accepted or EventKind.LateAccepted or EventKind.Dropped or EventKind.Answered;

    private static string LabelOf(EventKind kind) => kind switch
    {
        EventKind.Granted => "OUT",
        EventKind.Accepted or EventKind.LateAccepted or EventKind.Answered or EventKind.Dropped or EventKind.Renewed or EventKind.WorkerJoined
            or EventKind.WorkerReturned or EventKind.WorkerLeft => "IN",
        EventKind.Started or EventKind.Expired or EventKind.Lost or EventKind.Failed or EventKind.Released
            or EventKind.Restarted => "WORKING",
        EventKind.Died or EventKind.Disagreed or EventKind.WorkerLost or EventKind.Refused => "ERROR",
        _ => "",
    };

    private static string LabelOf(WorkerLineKind kind) => kind switch
    {
        WorkerLineKind.Received => "IN",
        WorkerLineKind.Sent => "OUT",
        WorkerLineKind.Preparing => "WORKING",
        WorkerLineKind.Alert or WorkerLineKind.Failed => "ERROR",
        _ => "",
    };

    /// <summary>"W-4711" is the name that a worker gets by itself; in French it is an "esclave".</summary>
    private static string? Agent(string? name, CultureInfo culture) =>
        name is ['W', '-', .. var number] && number.All(char.IsAsciiDigit)
            ? Text(nameof(LogText.WorkerPrefix), culture) + number
            : name;

    private static string Names(IReadOnlyCollection<FoldedTask> inProgress, CultureInfo culture)
    {
        if (inProgress.Count == 0)
        {
            return Text(nameof(LogText.Nothing), culture);
        }

        IEnumerable<string> names = inProgress.Take(MostNamed).Select(task => Agent(task.Holder?.Name, culture) is { } holder
            ? $"{task.Name} ({holder})"
            : task.Name ?? "?");
        int more = inProgress.Count - MostNamed;
        return string.Join(", ", names) + (more > 0 ? $" + {more}" : "");
    }

    /// <summary>The words of our own are translated; an error's text stays as its author wrote it.</summary>
    private static string Detail(SaladEvent e, CultureInfo culture) => e.Kind switch
    {
        EventKind.Dropped => Text("Verdict" + e.Detail, culture),
        EventKind.Ended => Text("End" + e.Detail, culture),
        EventKind.Delayed when e.Deadline is { } due =>
            string.Create(culture, $"{(due - e.Time).TotalSeconds:0.##}"),
        EventKind.Died => Text("Death" + e.Detail, culture),
        EventKind.Stopping when e.Detail == SaladEvent.Forced => Text(nameof(LogText.AtOnce), culture),
        EventKind.Stopping => Text(nameof(LogText.WhenDone), culture),
        _ => e.Detail ?? "?",
    };

    private static string Word(WorkerLine line, CultureInfo culture) => line.Kind switch
    {
        WorkerLineKind.Alert => Text("Failure" + line.Text, culture),
        WorkerLineKind.Leaving => Text("Leave" + line.Text, culture),
        _ => line.Text ?? "?",
    };

    private static string Took(TimeSpan elapsed, CultureInfo culture) =>
        Fill(Text(nameof(LogText.Took), culture), culture, elapsed.TotalSeconds);

    private static string Attempt(int attempt, CultureInfo culture) =>
        attempt > 1 ? " " + Fill(Text(nameof(LogText.Attempt), culture), culture, attempt) : "";

    private static string Fill(string text, CultureInfo culture, params object[] values) =>
        string.Format(culture, text, values);

    /// <summary>A text by its name; the name itself where a newer master says what this version does not know.</summary>
    private static string Text(string name, CultureInfo culture) =>
        LogText.ResourceManager.GetString(name, culture) ?? name;
}
