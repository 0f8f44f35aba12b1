using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Scripts;

internal sealed partial class ScriptRun
{
    private const int MaxPage = 1000;
    private const double LookMs = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Numbers so close together that fetching what lies between costs less than another call.</summary>
    private const int Gap = 8;

    private async Task FollowAsync(long since, CancellationToken over)
    {
        // Finished, it is said, but not known to be ours: an addition's answer may come after the event.
        var unknown = new HashSet<int>();
        while (!_done.Task.IsCompleted)
        {
            int[] before = AllOpen();
            bool nobody = nobodyLeft();
            EventAnswer page = await calls.GetEventsAsync(new EventQuery(since, MaxPage, nobody ? 0 : LookMs), over);
            since = page.Next;
            bool caughtUp = page.Events.Count < MaxPage;
            bool ended = caughtUp && (page.Ended || nobody);
            await CollectAsync(page.Incomplete || ended ? AllOpen() : FinishedOf(page.Events, unknown), over);
            if (ended && before.Length > 0)
            {
                await GiveUpAsync(before, nobody, over);
            }

            EndIfDone();

            // Results come by the hundred where items are short: looking at each alone would cost more than the items.
            await Task.Delay(Pause, over);
        }
    }

    private int[] FinishedOf(IReadOnlyList<SaladEvent> events, HashSet<int> unknown)
    {
        unknown.UnionWith(events
            .Where(e => e.Kind is EventKind.Accepted or EventKind.LateAccepted or EventKind.Died)
            .Select(e => e.TaskId));
        lock (_lock)
        {
            int[] ours = [.. unknown.Where(_open.ContainsKey)];

            // What is neither open nor new is another owner's, or was reported already.
            unknown.RemoveWhere(task => task <= _newest);
            return ours;
        }
    }

    private async Task CollectAsync(int[] tasks, CancellationToken over)
    {
        Array.Sort(tasks);
        for (int i = 0; i < tasks.Length;)
        {
            int first = i;
            while (++i < tasks.Length && tasks[i] - tasks[i - 1] <= Gap)
            {
            }

            await CollectResultsAsync(tasks[first], tasks[i - 1], over);
            if (AnyOpen(tasks.AsSpan(first, i - first)))
            {
                await CollectDeadAsync(tasks[first], tasks[i - 1], over);
            }
        }
    }

    private async Task CollectResultsAsync(int first, int last, CancellationToken over)
    {
        for (int? from = first; from <= last;)
        {
            ResultPage page = await calls.GetResultsAsync(new ResultQuery(from.Value, Math.Min(last - from.Value + 1, MaxPage)), over);
            foreach (ResultView result in page.Results)
            {
                Finish(result.Task, item => new ItemOutcome(item) { Worker = result.Worker, Result = result.Result });
            }

            from = page.Next;
        }
    }

    private async Task CollectDeadAsync(int first, int last, CancellationToken over)
    {
        for (int? from = first; from <= last;)
        {
            TaskPage page = await calls.GetTasksAsync(new TaskQuery(null, from.Value, Math.Min(last - from.Value + 1, MaxPage)), over);
            foreach (TaskView task in page.Tasks.Where(task => task.State == TaskState.Dead))
            {
                Finish(task.Id, item => new ItemOutcome(item) { Worker = task.Worker, Lost = task.Error ?? Strings.WorkerWithoutAWord });
            }

            from = page.Next;
        }
    }

    /// <summary>Nobody will do these any more: they were there before it was seen that it has ended.</summary>
    private async Task GiveUpAsync(int[] tasks, bool nobody, CancellationToken over)
    {
        string why = Strings.NoWorkerLeft;
        if (!nobody)
        {
            SaladStatus status = await calls.GetStatusAsync(new StatusQuery(), over);
            why = Text.Of(Strings.SaladEndedWith, status.EndReason);
        }

        Array.Sort(tasks);
        Array.ForEach(tasks, task => Finish(task, item => new ItemOutcome(item) { NotDone = why }));
    }

    private bool AnyOpen(ReadOnlySpan<int> tasks)
    {
        lock (_lock)
        {
            foreach (int task in tasks)
            {
                if (_open.ContainsKey(task))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
