using System.Management.Automation;
using System.Text.RegularExpressions;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Tests.Commands;

public sealed partial class GetSaladEventCommandTests : EngineTests
{
    [Fact]
    public void Every_event_is_a_line_of_the_log()
    {
        Serve(Run<SaladMasterHandle>(Start + "$m")[0]);

        var log = Run<LogEntry>("$m | Get-SaladEvent");

        Assert.Equal(Enumerable.Range(0, log.Count).Select(number => (long?)number), log.Select(line => line.Sequence));
        Assert.All(log, line => Assert.Matches(Line(), line.Line));
        Assert.Equal(11, log.Count(line => line.Kind == "Accepted" && line.Line.EndsWith("In progress: nothing.", StringComparison.Ordinal)));
        Assert.Contains("[MASTER] [] The salad is ready. Enjoy! It took 0.", log.Single(line => line.Kind == "Ended").Line, StringComparison.Ordinal);
    }

    [Fact]
    public void In_French_it_is_French()
    {
        Serve(Run<SaladMasterHandle>(Start + "$m")[0]);

        InCulture("fr-FR", () =>
        {
            var line = Run<LogEntry>("Get-SaladEvent -Kind Granted -Last 1")[0].Line;
            Assert.Contains("[MAITRE] [T-10] [OUT] 1 ", line, StringComparison.Ordinal);
            Assert.EndsWith(" part chez E-0.", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_workers_of_this_session_said_stands_where_it_was_said()
    {
        Run(Start + "$w = $m | Start-SaladWorker -InProcess -CrashProbability 1; $null = $m | Start-SaladWorker -InProcess; $null = $m | Wait-Salad -TimeoutSeconds 20");

        var log = Run<LogEntry>("$m | Get-SaladEvent");

        Assert.Equal(log.OrderBy(line => line.Time).Select(line => line.Line), log.Select(line => line.Line));
        var alert = Assert.Single(log, line => line.Kind == nameof(WorkerLineKind.Alert));
        Assert.True(alert.IsWorkers);
        Assert.Contains("[ERROR] Alert", alert.Line, StringComparison.Ordinal);
        Assert.Contains(log, line => line.Kind == nameof(WorkerLineKind.Preparing));
    }

    [Fact]
    public void Lines_are_chosen_by_number_by_kind_and_from_the_end()
    {
        Run(Start);

        Assert.Equal(Enumerable.Range(5, 7).Select(n => (long?)n), Run<LogEntry>("Get-SaladEvent -Since 5").Select(e => e.Sequence));
        Assert.Equal([10L, 11L], Run<LogEntry>("Get-SaladEvent -Last 2").Select(e => e.Sequence!.Value));
        Assert.Equal(11, Run("Get-SaladEvent -Kind add*").Count);
        Assert.Equal(nameof(Strings.KindNotFound), Fail("Get-SaladEvent -Kind Soup"));
    }

    [Fact]
    public async Task Following_goes_on_until_the_end()
    {
        Run(Start);
        var master = Session.Masters[0];
        var served = Task.CompletedTask;
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, e) => served = e.Index == 0 ? Task.Run(() => Serve(master)) : served;

        Shell.Commands.Clear();
        await Shell.AddScript("Get-SaladEvent -Follow").InvokeAsync<PSObject, PSObject>(null, output).WaitAsync(Bound);
        await served.WaitAsync(Bound);

        var kinds = output.Select(line => ((LogEntry)line.BaseObject).Kind).ToList();
        Assert.Equal(11, kinds.Count(kind => kind == nameof(EventKind.Accepted)));
        Assert.Contains(nameof(EventKind.Ended), kinds);
    }

    [Fact]
    public async Task Stopping_ends_the_following_within_a_second()
    {
        Run(Start);

        Assert.InRange(await StopInTheMiddleAsync("Get-SaladEvent -Follow"), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"^\[\d{10}\.\d{3}\] \[MASTER\]( \[T-\d\d\])? \[(IN|OUT|WORKING|ERROR|)\] \S.*[.!]$")]
    private static partial Regex Line();
}
