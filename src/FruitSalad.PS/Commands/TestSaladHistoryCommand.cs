using System.Management.Automation;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Checks the history of a salad, simulated or real: one object for each promise that it breaks.</summary>
/// <remarks>
/// <para>
/// What must never happen: S1 at most one accepted result a task. S2 the end announced once a round, and only when it is
/// true. S3 each task in one state, and each state following from the one before. S4 attempts strictly increase, one
/// live lease a task. S5 nothing of a superseded attempt takes effect, but a first valid result. S6 dependencies are
/// done before a task is handed out. S9 no lease expires early. S11 a finished task never goes back. S12 no added task
/// is lost. S13 an accepted result came from an attempt that was issued to its worker. S14 events have no gap, and the
/// state follows from them. S15 a task is given up only after its last attempt.
/// </para>
/// <para>
/// What must happen: L1 with a healthy worker every task ends. L2 a lease ends at its deadline. L3 the salad ends when
/// nobody is left. L4 no task has more attempts than the cap. L1 to L3 are concluded where it is known until when the salad
/// was watched: for a master, and for a simulated salad.
/// </para>
/// <para>A history that is right gives nothing. Its events must be whole: of a filtered log, what is missing counts as a gap.</para>
/// </remarks>
/// <example>
/// <code>$m | Test-SaladHistory</code>
/// <para>Checks what has happened at a master so far.</para>
/// </example>
/// <example>
/// <code>Invoke-SaladExperiment -Simulate -Seed (1..100) -KeepEvents | Test-SaladHistory</code>
/// <para>Checks a hundred simulated salads.</para>
/// </example>
/// <example>
/// <code>
/// $m | Get-SaladEvent | ForEach-Object ToJson | Set-Content history.jsonl
/// Test-SaladHistory -Path history.jsonl -Preset Robust
/// </code>
/// <para>Keeps a history, and checks it later: the file does not say which policies it was made with.</para>
/// </example>
/// <seealso cref="GetSaladEventCommand"/>
/// <seealso cref="InvokeSaladExperimentCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "SaladHistory", DefaultParameterSetName = OfObjects)]
[OutputType(typeof(Violation))]
public sealed class TestSaladHistoryCommand : PolicyCommand
{
    private const string OfObjects = nameof(OfObjects);
    private const string OfFile = nameof(OfFile);

    /// <summary>How late a real master may be: timers of a busy machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    // Lines of several salads may come mixed; each belongs to the log of its own.
    private readonly Dictionary<SaladLog, List<SaladEvent>> _logs = [];
    private readonly List<SaladEvent> _events = [];

    /// <summary>
    /// A master, the lines of Get-SaladEvent, results of Invoke-SaladExperiment with their events, or events.
    /// </summary>
    /// <value>The only master of this session</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = OfObjects)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>A file with a history: an event a line, as JSON (a line's ToJson(), or what get_events answers).</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfFile)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == OfFile)
        {
            foreach (var path in Path)
            {
                CheckFile(GetUnresolvedProviderPathFromPSPath(path));
            }

            return;
        }

        switch (InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject)
        {
            case null:
                CheckMaster(ResolveMaster(null));
                break;
            case SaladMasterHandle master:
                CheckMaster(master);
                break;
            case ExperimentRun run:
                CheckRun(run);
                break;
            case LogEntry { Event: { } e, Log: { } log }:
                if (!_logs.TryGetValue(log, out var events))
                {
                    _logs.Add(log, events = []);
                }

                events.Add(e);
                break;
            case LogEntry:
                break; // What a worker says of itself is no event.
            case SaladEvent e:
                _events.Add(e);
                break;
            case var other:
                WriteError(Errors.NoHistory(other));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (log, events) in _logs)
        {
            Check(log.Policy, events);
        }

        Check(SaladPolicy.Robust, _events);
    }

    private void CheckMaster(SaladMasterHandle master)
    {
        try
        {
            Open(master);

            // The status first: what is missing at its time is missing.
            var status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
            var events = new List<SaladEvent>();
            for (long next = 0; next < status.Events;)
            {
                var page = Await(master.Calls.GetEventsAsync(new EventQuery(next), StopToken));
                events.AddRange(page.Events);
                next = page.Next;
            }

            var start = status.Workers.Count == 0 ? status.Policy.StartGrace : TimeSpan.Zero;
            Check(status.Policy, events, new HistoryEnd
            {
                At = TimeSpan.FromMilliseconds(status.ElapsedMs),
                Slack = Slack + start,
            });
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            WriteError(error);
        }
    }

    /// <summary>A simulated salad was watched from inside as it ran: what was found then stands beside its history.</summary>
    private void CheckRun(ExperimentRun run)
    {
        if (run.Events.Count == 0)
        {
            WriteError(Errors.HistoryWithoutEvents(run, run.Seed));
            return;
        }

        var found = HistoryChecker.Check(SettingsOf(run.Events[0].Log!.Policy), run.Events.Select(line => line.Event!));
        var seen = found.Select(violation => violation.ToString()).ToHashSet();
        WriteObject(found.Concat(run.Violations.Where(violation => !seen.Contains(violation.ToString()))), enumerateCollection: true);
    }

    private void CheckFile(string path)
    {
        int line = 0;
        try
        {
            var events = new List<SaladEvent>();
            foreach (var text in File.ReadLines(path))
            {
                line++;
                if (text.Trim().Length > 0)
                {
                    events.Add(JsonSerializer.Deserialize<SaladEvent>(text, SaladJson.Wire)!);
                }
            }

            Check(SaladPolicy.Robust, events);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            WriteError(Errors.HistoryNotRead(path, failed));
        }
        catch (JsonException failed)
        {
            WriteError(Errors.HistoryDamaged(path, line, failed));
        }
    }

    private void Check(SaladPolicy policy, List<SaladEvent> events, HistoryEnd? end = null)
    {
        if (events.Count > 0)
        {
            WriteObject(
                HistoryChecker.Check(SettingsOf(policy), events, events[0].Sequence == 0, end), enumerateCollection: true);
        }
    }

    /// <summary>What the user says of the policies goes before what the history says.</summary>
    private SaladSettings SettingsOf(SaladPolicy known) => new()
    {
        Id = Guid.Empty,
        Policy = MakePolicy(Has(nameof(Preset)) ? SaladPolicy.Of(Preset) : known),
    };
}
