using FruitSalad.Processes;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Processes;

public class WorkAccountTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Work_is_wasted_whose_result_is_not_the_accepted_one() => Assert.Equal(
        new WorkAccount(3, TimeSpan.FromSeconds(2)),
        WorkAccount.Of(
            [
                Line("A", 0, WorkerLineKind.Received, task: 7, attempt: 1),
                Line("A", 0, WorkerLineKind.Preparing, task: 7, attempt: 1),
                Line("B", 1, WorkerLineKind.Preparing, task: 7, attempt: 2),
                Line("A", 2, WorkerLineKind.Alert, task: 7, attempt: 1),
                Line("B", 4, WorkerLineKind.Sent, task: 7, attempt: 2),
                Line("B", 4, WorkerLineKind.Preparing, task: 8, attempt: 1),
                Line("B", 6, WorkerLineKind.Sent, task: 8, attempt: 1),
            ],
            new Dictionary<int, int> { [7] = 2, [8] = 1 }));

    [Fact]
    public void All_work_on_a_task_without_result_is_wasted_and_a_kill_has_no_length() => Assert.Equal(
        new WorkAccount(2, TimeSpan.FromSeconds(3)),
        WorkAccount.Of(
            [
                Line("A", 0, WorkerLineKind.Preparing, task: 0, attempt: 1),
                Line("A", 3, WorkerLineKind.Lost, task: 0, attempt: 1),
                Line("A", 3, WorkerLineKind.Preparing, task: 0, attempt: 3),
            ],
            new Dictionary<int, int>()));

    private static (string Worker, WorkerLine Line) Line(
        string worker, double seconds, WorkerLineKind kind, int task, int attempt) =>
        (worker, new WorkerLine(Start + TimeSpan.FromSeconds(seconds), kind, task, "task", attempt));
}
