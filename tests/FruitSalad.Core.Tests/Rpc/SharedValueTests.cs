using System.Collections.Concurrent;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Rpc.TestHost;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>What many tasks have in common: an owner shares it, each connection gets it once.</summary>
public class SharedValueTests
{
    private static readonly SharedValue Script = new("script", new JsonText("""{"text":"slice"}"""));

    [Fact]
    public async Task Every_task_has_it_at_its_runner()
    {
        await using var host = new TestHost(tasks: 0, settings: s => s with { KeepOpen = true });
        await host.Owner.ShareAsync(Script, default);
        await host.Owner.AddTasksAsync(new Addition("all", [.. Enumerable.Repeat(new NewTaskMessage("item") { Shared = "script" }, 5)]), default);
        await host.Owner.CloseAsync(default);
        var runner = new SharedRunner();

        await WorkAsync(host.Worker() with { Prefetch = 2 }, runner);

        Assert.Equal(Enumerable.Repeat(Script.Value, 5), runner.Seen.Select(seen => seen!.Value));
        Assert.Equal(EndReason.Completed, (await host.EndAsync()).EndReason);
    }

    [Fact]
    public async Task A_connection_is_told_once_and_another_one_again()
    {
        await using var host = new TestHost(tasks: 0, settings: s => s with { KeepOpen = true });
        await host.Owner.ShareAsync(Script, default);
        await host.Owner.AddTasksAsync(new Addition("all", [.. Enumerable.Repeat(new NewTaskMessage("item") { Shared = "script" }, 3)]), default);
        var worker = Guid.NewGuid();

        using Peer first = await host.Connect().ProveAsync(host.Keys, Role.Worker, worker);
        using Peer second = await host.Connect().ProveAsync(host.Keys, Role.Worker);

        Assert.True((await first.ResultAsync("give_task", """{"request":1}""")).TryGetProperty("shared", out var told));
        Assert.Equal("slice", told.GetProperty("script").GetProperty("text").GetString());
        Assert.False((await first.ResultAsync("give_task", """{"request":2}""")).TryGetProperty("shared", out _));
        Assert.True((await second.ResultAsync("give_task", """{"request":1}""")).TryGetProperty("shared", out _));
    }

    [Fact]
    public async Task Only_an_owner_shares()
    {
        await using var host = new TestHost();
        using Peer worker = await host.Connect().ProveAsync(host.Keys, Role.Worker);

        Assert.Equal(RpcErrors.WrongRole, await worker.ErrorAsync("share", """{"key":"script","value":"evil"}"""));
    }

    [Fact]
    public async Task A_key_stands_for_one_value_and_a_task_names_one_that_is_there()
    {
        await using var host = new TestHost(settings: s => s with { KeepOpen = true });
        await host.Owner.ShareAsync(Script, default);
        await host.Owner.ShareAsync(Script, default);

        Assert.Equal(RpcErrors.OutOfBounds, await CodeAsync(host.Owner.ShareAsync(Script with { Value = new JsonText("2") }, default)));
        Assert.Equal(RpcErrors.OutOfBounds, await CodeAsync(
            host.Owner.AddTasksAsync(new Addition("a", [new NewTaskMessage("item") { Shared = "nothing" }]), default)));
    }

    [Fact]
    public async Task What_would_not_fit_into_a_frame_with_others_is_refused()
    {
        await using var host = new TestHost(settings: s => s with { KeepOpen = true });
        var big = new JsonText('"' + new string('x', LocalOwner.MaxInput) + '"');

        Assert.Equal(RpcErrors.OutOfBounds, await CodeAsync(host.Owner.ShareAsync(new SharedValue("big", big), default)));
        Assert.Equal(RpcErrors.OutOfBounds, await CodeAsync(
            host.Owner.AddTasksAsync(new Addition("a", [new NewTaskMessage("item") { Payload = big }]), default)));
    }

    [Fact]
    public async Task Large_payloads_and_results_travel_in_as_many_frames_as_they_need()
    {
        await using var host = new TestHost(tasks: 0, settings: s => s with { KeepOpen = true });
        var big = new JsonText('"' + new string('x', 3 << 20) + '"');
        for (int i = 0; i < 8; i++)
        {
            await host.Owner.AddTasksAsync(new Addition($"{i}", [new NewTaskMessage("item") { Payload = big }]), default);
        }

        await host.Owner.CloseAsync(default);
        await WorkAsync(host.Worker() with { Prefetch = 100 }, new EchoRunner());

        Assert.Equal(EndReason.Completed, (await host.EndAsync()).EndReason);
        using var owner = new RemoteOwner(host.Address, host.Keys.Owner);
        int results = 0;
        for (int? from = 0; from is not null;)
        {
            ResultPage page = await owner.GetResultsAsync(new ResultQuery(from.Value), default).WaitAsync(Bound);
            results += page.Results.Count(result => result.Result.Text.Length == big.Text.Length);
            from = page.Next;
        }

        Assert.Equal(8, results);
    }

    private static async Task<int?> CodeAsync(Task call) =>
        RpcErrors.CodeOf(await Assert.ThrowsAnyAsync<Exception>(() => call));

    private sealed class SharedRunner : ITaskRunner
    {
        public ConcurrentQueue<JsonText?> Seen { get; } = new();

        public ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation)
        {
            Seen.Enqueue(task.SharedValue);
            return new(new JsonText("1"));
        }
    }

    private sealed class EchoRunner : ITaskRunner
    {
        public ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation) => new(task.Payload!.Value);
    }
}
