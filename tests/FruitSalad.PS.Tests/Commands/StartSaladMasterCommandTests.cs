using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Tests.Commands;

public sealed class StartSaladMasterCommandTests : EngineTests
{
    [Fact]
    public void The_usual_port_is_the_tutorials() => Assert.Equal(18861, new PS.Commands.StartSaladMasterCommand().Port);

    [Fact]
    public void Returns_a_master_that_serves_the_shuffled_recipe()
    {
        var master = Assert.Single(Run<SaladMasterHandle>(Start + "$m"));
        Serve(master);

        var status = Assert.Single(Run<MasterStatus>("Get-SaladStatus $m"));
        Assert.Equal((SaladState.Ended, EndReason.Completed, 11, 11), (status.State, status.EndReason, status.Total, status.Done));
        Assert.Equal((1L, 0.01, "FruitSalad"), (status.Seed, status.TimeScale, status.Name));
        Assert.Equal(TimeSpan.FromMilliseconds(260), status.Oracle);
        Assert.Equal(status.Makespan - status.Oracle, status.Overhead);
        Assert.True(status.Elapsed >= status.Makespan);
        Assert.Equal(Enumerable.Range(0, 11), Run<TaskEntry>("Get-SaladTask $m").Select(task => task.Id));
    }

    [Fact]
    public void The_seed_decides_the_order_and_is_recorded_where_none_is_given()
    {
        string Order(string parameters) => string.Join(
            ' ', Run<TaskEntry>($"$m = Start-SaladMaster -Port 0 {parameters}; Get-SaladTask $m").Select(task => task.Name));
        var written = string.Join(' ', Recipe.FruitSalad.Tasks.Select(task => task.Name));

        Assert.Equal(Order("-Seed 7"), Order("-Seed 7"));
        Assert.NotEqual(Order("-Seed 7"), Order("-Seed 8"));
        Assert.Equal(written, Order("-NoShuffle"));
        Assert.Equal(Order(""), Order("-Seed " + Run<long>("$m.Seed")[0]));
    }

    [Fact]
    public void Takes_tasks_of_ones_own()
    {
        Run("""
            $m = Start-SaladMaster -Port 0 -Name crumble -Task dough, @{ Name = 'apples'; Seconds = 2 },
                ([pscustomobject] @{ Name = 'spread'; DependsOn = 0, 1; Payload = @{ cm = 3 } })
            """);

        var tasks = Run<TaskEntry>("Get-SaladTask $m");
        Assert.Equal(["dough", "apples", "spread"], tasks.Select(task => task.Name));
        Assert.Equal([TaskState.Ready, TaskState.Ready, TaskState.Blocked], tasks.Select(task => task.State));
        Assert.Equal(2, tasks[1].Seconds);
        Assert.Equal("crumble", Run<string>("$m.Name")[0]);
    }

    [Fact]
    public void Policies_are_the_presets_with_what_is_changed_and_scaled()
    {
        var policy = PolicyOf("-Preset Timeout -TimeScale 0.5 -LeaseSeconds 8 -Order Fifo -MaxAttempts 3 -RunLimitSeconds 20 -RetryDelaySeconds 2 -LongestRetryDelaySeconds 60 -IdleSeconds 0 -DisconnectGraceSeconds 1 -OnDisconnect Requeue -LateResult Discard -PollSeconds 2 -LongPollSeconds 4");

        Assert.Equal(
            SaladPolicy.Timeout with
            {
                Lease = TimeSpan.FromSeconds(4),
                Order = TaskOrder.Fifo,
                MaxAttempts = 3,
                RunLimit = TimeSpan.FromSeconds(10),
                RetryDelay = TimeSpan.FromSeconds(1),
                LongestRetryDelay = TimeSpan.FromSeconds(30),
                IdleLimit = null,
                DisconnectGrace = TimeSpan.FromSeconds(1),
                OnDisconnect = DisconnectPolicy.Requeue,
                LateResult = LateResult.Discard,
                Poll = TimeSpan.FromSeconds(1),
                LongPoll = TimeSpan.FromSeconds(2),
            },
            policy);
        Assert.Equal(SaladPolicy.Robust with { Lease = null, MaxAttempts = null, Renewal = false }, PolicyOf("-LeaseSeconds 0 -MaxAttempts 0 -NoRenewal"));
        Assert.Equal(SaladPolicy.Robust with { IdleLimit = null }, PolicyOf("-KeepOpen"));
        Assert.Equal(TimeSpan.FromSeconds(9), PolicyOf("-KeepOpen -IdleSeconds 9").IdleLimit);
    }

    [Theory]
    [InlineData("en-US", "The lease of 1 s")]
    [InlineData("fr-FR", "Le bail de 1 s")]
    public void A_lease_shorter_than_the_work_is_warned_about(string culture, string text)
    {
        InCulture(culture, () => Run("Start-SaladMaster -Port 0 -Preset Timeout -LeaseSeconds 1"));

        Assert.StartsWith(text, Assert.Single(Shell.Streams.Warning).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scaled_lease_that_pauses_would_break_is_warned_about()
    {
        Run("Start-SaladMaster -Port 0 -TimeScale 0.01");
        Assert.Contains("0.25 s", Assert.Single(Shell.Streams.Warning).Message, StringComparison.Ordinal);

        Run("Start-SaladMaster -Port 0 -TimeScale 0.05");
        Assert.Empty(Shell.Streams.Warning);
    }

    [Fact]
    public void The_banner_names_host_port_and_seed()
    {
        var master = Run<SaladMasterHandle>("Start-SaladMaster -Port 0 -Seed 42 -Verbose")[0];

        Assert.Contains(Shell.Streams.Verbose, line => line.Message.Contains($"127.0.0.1, port {master.Port}. Seed 42", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatIf_starts_nothing()
    {
        Assert.Empty(Run("Start-SaladMaster -Port 0 -WhatIf"));
        Assert.Empty(Session.Masters);
    }

    [Theory]
    [InlineData("-Recipe Soup", nameof(Strings.RecipeNotFound))]
    [InlineData("-Address 0.0.0.0", nameof(Strings.InsecureAddress))]
    [InlineData("-Address 203.0.113.77 -AllowInsecure", nameof(Strings.AddressNotUsable))]
    [InlineData("-Task @{ Name = 'a'; DependsOn = 0 }", nameof(Strings.TasksUnfit))]
    [InlineData("-JoinFile /nowhere/at/all.json", nameof(Strings.JoinFileNotWritten))]
    public void What_cannot_work_is_an_error_and_leaves_no_master(string parameters, string id)
    {
        Assert.Equal(id, Fail("Start-SaladMaster -Port 0 " + parameters));
        Assert.Empty(Session.Masters);
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        var first = Run<SaladMasterHandle>(Start + "$m")[0];

        Assert.Equal(nameof(Strings.PortTaken), Fail($"Start-SaladMaster -Port {first.Port}"));
        Assert.Equal([first], Session.Masters);
    }

    [Fact]
    public void Join_files_let_others_in_and_go_with_the_master()
    {
        var folder = Directory.CreateTempSubdirectory("fruitsalad-join-").FullName;
        Run($"$m = Start-SaladMaster -Port 0 -JoinFile '{folder}/w.json' -OwnerFile '{folder}/o.json'");
        var master = Session.Masters[0];

        Assert.Equal(JoinFileFault.None, JoinFile.TryRead(folder + "/w.json", out var worker));
        Assert.Equal(JoinFileFault.None, JoinFile.TryRead(folder + "/o.json", out var owner));
        Assert.Equal(master.WorkerKey, worker!.WorkerKey);
        Assert.Null(worker.OwnerKey);
        Assert.Equal(master.WorkerKey, owner!.WorkerKey);
        Assert.Equal(master.OwnerKey, owner.OwnerKey);
        Assert.Equal([$"127.0.0.1:{master.Port}"], worker.Masters);

        Run("$m | Stop-SaladMaster -Force");
        Assert.Empty(Directory.GetFiles(folder));
        Assert.False(File.Exists(UserFolder.FileOf(master.Port)));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task In_the_foreground_it_serves_to_the_end_and_closes()
    {
        var served = Task.CompletedTask;
        Shell.Streams.Information.DataAdded += (_, _) => served = Task.Run(() => Serve(Session.Masters[0]));
        var status = Assert.Single(Run<MasterStatus>("Start-SaladMaster -Port 0 -TimeScale 0.01 -Wait -WarningAction Ignore"));
        await served.WaitAsync(Bound);

        Assert.Equal(EndReason.Completed, status.EndReason);
        Assert.Empty(Session.Masters);
        Assert.False(IsOpen(status.Port));
    }

    [Fact]
    public async Task In_the_foreground_it_stays_until_its_workers_have_heard_of_the_end()
    {
        // One has nothing to do and asks again only when the other has long been done.
        Task<Fate[]> workers = Task.FromResult<Fate[]>([]);
        Shell.Streams.Information.DataAdded += (_, _) => workers = Task.WhenAll(
            WorkAsync(Session.Masters[0]), WorkAsync(Session.Masters[0], ordinal: 1));
        Run("Start-SaladMaster -Port 0 -Task a -Preset Timeout -TimeScale 0.3 -Wait -WarningAction Ignore");

        Assert.Equal([Fate.Leave, Fate.Leave], await workers.WaitAsync(Bound));
    }

    [Fact]
    public async Task Stopping_the_foreground_ends_the_master_within_a_second()
    {
        var took = await StopInTheMiddleAsync("Start-SaladMaster -Port 0 -Wait");

        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Empty(Session.Masters);
    }

    [Fact]
    public async Task In_the_foreground_and_open_it_serves_what_comes_until_it_is_completed()
    {
        var meanwhile = Task.FromResult(SaladState.Ended);
        Shell.Streams.Information.DataAdded += (_, _) => meanwhile = Task.Run(() => ServeOpenAsync(Session.Masters[0]));
        var status = Assert.Single(Run<MasterStatus>("Start-SaladMaster -Port 0 -Task a -TimeScale 0.01 -KeepOpen -Wait -WarningAction Ignore"));

        Assert.Equal(SaladState.Running, await meanwhile.WaitAsync(Bound));
        Assert.Equal((EndReason.Completed, 2), (status.EndReason, status.Done));
        Assert.False(IsOpen(status.Port));
    }

    internal static bool IsOpen(int port)
    {
        using var socket = new TcpClient();
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Does what is there, looks how the salad stands then, adds one more task, and completes it.</summary>
    private static async Task<SaladState> ServeOpenAsync(SaladMasterHandle master)
    {
        Task<Fate> worker = WorkAsync(master);
        await AcceptedAsync(master, 1);
        SaladState meanwhile = (await master.Calls.GetStatusAsync(new StatusQuery(), default)).State;
        await master.Calls.AddTasksAsync(new Addition("late", [new NewTaskMessage("b")]), default);
        await AcceptedAsync(master, 2);
        await master.Calls.CloseAsync(default);
        await worker;
        return meanwhile;
    }

    private static async Task AcceptedAsync(SaladMasterHandle master, int count)
    {
        long next = 0;
        while (count > 0)
        {
            EventAnswer page = await master.Calls.GetEventsAsync(new EventQuery(next, WaitMs: 1000), default).WaitAsync(Bound);
            next = page.Next;
            count -= page.Events.Count(e => e.Kind == EventKind.Accepted);
        }
    }

    private SaladPolicy PolicyOf(string parameters) => Run<SaladMasterHandle>(
        $"Start-SaladMaster -Port 0 -WarningAction Ignore {parameters}")[0].Host!.Master.Settings.Policy;
}
