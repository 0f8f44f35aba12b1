using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Returns the accepted results of a salad. Nothing is consumed: they can be received again.</summary>
/// <remarks>
/// <para>
/// Each result is one that was accepted, exactly once, whatever happened to its worker. Without -Wait they come in the
/// order of the tasks' numbers; with it, those that come later follow in the order in which they are accepted.
/// </para>
/// <para>
/// The Value of a script's result, which Invoke-Salad -Master left behind, is what the script returned: nothing, one
/// value, or an array of several. Its errors stand in Errors.
/// </para>
/// </remarks>
/// <example>
/// <code>Wait-Salad | Out-Null; Receive-SaladResult</code>
/// <para>Waits for the end, then shows all results.</para>
/// </example>
/// <example>
/// <code>$m | Receive-SaladResult -Wait | ForEach-Object Value</code>
/// <para>Passes each value on as it comes, until the salad has ended.</para>
/// </example>
/// <example>
/// <code>Receive-SaladResult -Path ./salad.db</code>
/// <para>Reads the results of a salad that a master kept in a file, after all its masters have gone.</para>
/// </example>
[Cmdlet(VerbsCommunications.Receive, "SaladResult")]
[OutputType(typeof(SaladResult))]
public sealed class ReceiveSaladResultCommand : StoredCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>Goes on with what comes, until the salad has ended.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        if (!Wait)
        {
            WriteAll(master, []);
            return;
        }

        // The number of the next event first: what is accepted while the results are read comes again as an event.
        var since = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken)).Events;
        var seen = new HashSet<int>();
        WriteAll(master, seen);
        while (true)
        {
            var query = new EventQuery(since, WaitMs: Look.TotalMilliseconds);
            var answer = Await(master.Calls.GetEventsAsync(query, StopToken));
            if (answer.Incomplete)
            {
                WriteAll(master, seen);
            }

            foreach (var e in answer.Events.Where(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted))
            {
                WriteOne(master, e.TaskId, seen);
            }

            if (answer.Ended)
            {
                return;
            }

            since = answer.Next;
        }
    }

    private void WriteAll(SaladMasterHandle master, HashSet<int> seen)
    {
        for (ResultQuery? query = new(); query is not null;)
        {
            var page = Await(master.Calls.GetResultsAsync(query, StopToken));
            foreach (var result in page.Results.Where(result => seen.Add(result.Task)))
            {
                WriteObject(new SaladResult(result));
            }

            query = page.Next is { } from ? query with { From = from } : null;
        }
    }

    private void WriteOne(SaladMasterHandle master, int id, HashSet<int> seen)
    {
        if (!seen.Add(id))
        {
            return;
        }

        var page = Await(master.Calls.GetResultsAsync(new ResultQuery(id, 1), StopToken));
        WriteObject(new SaladResult(page.Results[0]));
    }
}
