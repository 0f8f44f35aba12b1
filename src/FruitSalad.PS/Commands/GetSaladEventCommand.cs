using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS.Commands;

/// <summary>Shows the log of a salad: what happened at its master, and what the workers of this session said.</summary>
/// <remarks>
/// <para>
/// An event is written in the same step as what it tells, so that the log misses nothing. A master keeps the last
/// 100000 events; when earlier ones are gone, a warning says so. What a worker says itself, the alert of a crash
/// for one, never reaches the master: it is shown for workers that this session started.
/// </para>
/// <para>
/// A line is the tutorial's: the time in Unix seconds, who speaks (MASTER, or W- and the process), the task's number,
/// and IN, OUT, WORKING or ERROR. Lines about results name what is in progress.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladEvent</code>
/// <para>Shows the whole log of the only master of this session.</para>
/// </example>
/// <example>
/// <code>Get-SaladEvent -Kind Alert, Expired, Lost</code>
/// <para>Shows the crashes, and how their tasks came back.</para>
/// </example>
/// <example>
/// <code>$m | Get-SaladEvent -Follow -Last 0</code>
/// <para>Shows what happens from now on, until the salad has ended or Ctrl+C is pressed.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SaladEvent")]
[OutputType(typeof(LogEntry))]
public sealed class GetSaladEventCommand : MasterCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private bool _warned;

    /// <summary>Only events from this number on, and what workers said since the first of them.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long Since { get; set; }

    /// <summary>Of what there is now only so many lines, the last ones.</summary>
    /// <value>All</value>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Only these kinds, for example Accepted, Expired, Alert; wildcards are allowed.</summary>
    /// <value>All kinds</value>
    [Parameter]
    [KindCompleter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Kind { get; set; }

    /// <summary>Goes on with what happens, until the salad has ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        foreach (var kind in Kind ?? [])
        {
            if (!LogEntry.Kinds.Any(WildcardPattern.Get(kind, WildcardOptions.IgnoreCase).IsMatch))
            {
                ThrowTerminatingError(Errors.KindNotFound(kind, LogEntry.Kinds));
            }
        }
    }

    private protected override void Process(SaladMasterHandle master)
    {
        var status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
        var reader = new LogReader(master, status);
        var lines = new List<LogEntry>();
        EventAnswer page;
        do
        {
            page = Await(master.Calls.GetEventsAsync(new EventQuery(reader.Next), StopToken));
            lines.AddRange(reader.Read(page));
            WarnIfIncomplete(master, reader);
        }
        while (reader.Next < status.Events);

        // A page is ordered already; what a worker said during one may have come with the next.
        Write([.. lines.OrderBy(line => line.Time)], Last);
        while (Follow && !page.Ended)
        {
            page = Await(master.Calls.GetEventsAsync(new EventQuery(reader.Next, WaitMs: Look.TotalMilliseconds), StopToken));
            Write(reader.Read(page), null);
            WarnIfIncomplete(master, reader);
        }
    }

    private void Write(IReadOnlyList<LogEntry> lines, int? last)
    {
        var first = lines.FirstOrDefault(line => line.Sequence >= Since)?.Time;
        var patterns = Kind?.Select(kind => WildcardPattern.Get(kind, WildcardOptions.IgnoreCase)).ToArray();
        var wanted = lines.Where(line => line.Sequence >= Since || (line.Sequence is null && (Since == 0 || line.Time >= first)))
            .Where(line => patterns is null || patterns.Any(pattern => pattern.IsMatch(line.Kind)));
        foreach (var line in last is { } count ? wanted.TakeLast(count) : wanted)
        {
            WriteObject(line);
        }
    }

    private void WarnIfIncomplete(SaladMasterHandle master, LogReader reader)
    {
        if (reader.FirstKept is { } first && !_warned)
        {
            _warned = true;
            WriteWarning(Text.Of(Strings.EventsIncomplete, master, first));
        }
    }
}
