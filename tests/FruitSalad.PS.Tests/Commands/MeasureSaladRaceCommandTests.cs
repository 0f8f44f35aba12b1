using System.Management.Automation;
using System.Management.Automation.Runspaces;
using FruitSalad.Exclusion;
using FruitSalad.PS.Commands;

namespace FruitSalad.PS.Tests.Commands;

public sealed class MeasureSaladRaceCommandTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);
    private readonly PowerShell _shell;

    public MeasureSaladRaceCommandTests()
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Measure-SaladRace", typeof(MeasureSaladRaceCommand), null));
        _shell = PowerShell.Create(state);
    }

    [Fact]
    public void By_default_each_mode_of_real_threads_gives_one_result()
    {
        var results = Run("Measure-SaladRace 50000 -WarningAction Ignore");

        Assert.Equal(
            [RaceMode.Single, RaceMode.None, RaceMode.Lock, RaceMode.Interlocked],
            results.Select(result => result.Mode));
        Assert.Equal([50000, 100000, 100000, 100000], results.Select(result => result.Expected));
        Assert.All(results.Where(result => result.Mode != RaceMode.None), result => Assert.Equal(0, result.Lost));
    }

    [Theory]
    [InlineData("-Mode Scheduled", 1)]
    [InlineData("-Mode Scheduled -Count 10 -Threads 3", 20)]
    [InlineData("-Mode ScheduledLock", 0)]
    [InlineData("-Mode Scheduled -Seed 0", 0)]
    [InlineData("-Mode Scheduled -Seed 1", 1)]
    [InlineData("-Mode Scheduled -Schedule 1, 2", 1)]
    [InlineData("-Mode Scheduled -Schedule 2, 2, 2", 0)]
    public void A_scheduled_race_loses_what_its_order_says(string parameters, int lost) =>
        Assert.Equal(lost, Assert.Single(Run("Measure-SaladRace " + parameters)).Lost);

    [Theory]
    [InlineData("-Seed 5")]
    [InlineData("-Schedule 1, 2")]
    public void An_order_alone_runs_both_scheduled_modes(string parameters) => Assert.Equal(
        [RaceMode.Scheduled, RaceMode.ScheduledLock],
        Run("Measure-SaladRace " + parameters).Select(result => result.Mode));

    [Theory]
    [InlineData("-Schedule 1, 3", nameof(Strings.ScheduleThreadNotFound))]
    [InlineData("-Mode Scheduled -Count 10001", nameof(Strings.ScheduledCountTooLarge))]
    public void What_cannot_run_is_one_error_and_no_result(string parameters, string id)
    {
        Assert.Empty(Run("Measure-SaladRace " + parameters));

        var error = Assert.Single(_shell.Streams.Error);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_without_exclusion_that_lost_nothing_are_warned_about()
    {
        // One increment each: mostly harmless.
        var result = Assert.Single(Run("Measure-SaladRace 1 -Mode None"));

        Assert.Equal(result.Lost == 0 ? 1 : 0, _shell.Streams.Warning.Count);
    }

    [Fact]
    public async Task Stopping_ends_a_race_of_minutes()
    {
        using var output = new PSDataCollection<PSObject>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        output.DataAdded += (_, _) => begun.TrySetResult();
        var running = _shell.AddScript("'begun'; Measure-SaladRace -Count 1000000000 -Mode Lock")
            .InvokeAsync<PSObject, PSObject>(null, output);
        var cancellation = TestContext.Current.CancellationToken;
        await begun.Task.WaitAsync(Bound, cancellation);

        await _shell.StopAsync(null, null).WaitAsync(Bound, cancellation);

        await Assert.ThrowsAnyAsync<PipelineStoppedException>(() => running.WaitAsync(Bound, cancellation));
    }

    public void Dispose() => _shell.Dispose();

    private List<RaceResult> Run(string script) =>
        [.. _shell.AddScript(script).Invoke().Select(result => (RaceResult)result.BaseObject)];
}
