using System.Globalization;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Tasks that bring others along, and results that reach the tasks that need them, over real sockets.</summary>
public class DynamicTasksOverTcpTests
{
    [Fact]
    public async Task A_task_splits_itself_and_another_gathers_what_came_of_the_parts()
    {
        await using TestHost host = Start("split");
        await Task.WhenAll(
            TestHost.WorkAsync(host.Worker(0), new Squares()), TestHost.WorkAsync(host.Worker(1), new Squares()));

        Assert.Equal(EndReason.Completed, (await host.StatusAsync()).EndReason);
        ResultPage results = await host.Owner.GetResultsAsync(new ResultQuery(), default);
        Assert.Equal(["10", "0", "1", "4", "9", "14"], results.Results.Select(result => result.Result.Text));
    }

    [Fact]
    public async Task Impossible_new_tasks_fail_their_attempt_and_say_why()
    {
        await using TestHost host = Start("impossible");
        await TestHost.WorkAsync(host.Worker(), new Squares());

        TaskView task = Assert.Single((await host.Owner.GetTasksAsync(new TaskQuery(), default)).Tasks);
        Assert.Equal((TaskState.Dead, 5), (task.State, task.Attempt));
        Assert.Contains("a duration of -1 ms", task.Error, StringComparison.Ordinal);
    }

    private static TestHost Start(string name)
    {
        var host = new TestHost(tasks: 0, settings: settings => settings with { KeepOpen = true });
        host.Owner.AddTasksAsync(new Addition("a", [new NewTaskMessage(name)]), default);
        host.Owner.CloseAsync(default);
        return host;
    }

    /// <summary>The sum of the first squares, in parts.</summary>
    private sealed class Squares : ITaskRunner
    {
        public ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation) => new(task.Name switch
        {
            "split" => new WorkResult(new JsonText("10"))
            {
                Add =
                [
                    .. Enumerable.Range(0, 4).Select(n => new NewTaskMessage("square") { Payload = new JsonText($"{n}") }),
                    new NewTaskMessage("sum") { Siblings = [0, 1, 2, 3] },
                ],
            },
            "impossible" => new WorkResult(new JsonText("1")) { Add = [new NewTaskMessage("never", -1)] },
            "square" => new JsonText($"{Number(task.Payload!.Value) * Number(task.Payload!.Value)}"),
            _ => new JsonText($"{task.Inputs!.Values.Sum(Number)}"),
        });

        private static int Number(JsonText text) => int.Parse(text.Text, CultureInfo.InvariantCulture);
    }
}
