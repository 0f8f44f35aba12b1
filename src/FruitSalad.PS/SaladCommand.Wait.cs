using System.Management.Automation;
using FruitSalad.Contract;
using FruitSalad.Store;

namespace FruitSalad.PS;

public abstract partial class SaladCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>More than a question that is about to be asked takes.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a salad's end, and shows how far it is when that takes more than a second.</summary>
    /// <param name="master">The master.</param>
    /// <param name="timeout">For how long; null: as long as it takes.</param>
    /// <returns>The last status: of a salad that has ended, or of one that has not when the time was over.</returns>
    private protected MasterStatus WaitForEnd(SaladMasterHandle master, TimeSpan? timeout)
    {
        var begun = TimeProvider.System.GetTimestamp();
        ProgressRecord? progress = null;
        try
        {
            while (true)
            {
                var waited = TimeProvider.System.GetElapsedTime(begun);
                var left = timeout - waited ?? Look;
                var query = new StatusQuery(Math.Clamp(left.TotalMilliseconds, 0, Look.TotalMilliseconds));
                var status = new MasterStatus(master, Await(master.Calls.GetStatusAsync(query, StopToken)));
                if (status.State == SaladState.Ended || left <= TimeSpan.Zero)
                {
                    return status;
                }

                if (waited > Patience)
                {
                    progress = Show(status);
                }
            }
        }
        finally
        {
            if (progress is not null && !StopToken.IsCancellationRequested)
            {
                progress.RecordType = ProgressRecordType.Completed;
                WriteProgress(progress);
            }
        }
    }

    /// <summary>
    /// Lets the workers hear that a salad has ended: they leave at their next question. Without it they would look for
    /// their master for half a minute.
    /// </summary>
    private protected void LetWorkersHear(SaladMasterHandle master)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
            var left = status.Policy.Poll + Slack - TimeProvider.System.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero
                || !status.Workers.Any(worker => worker.State is WorkerState.Waiting or WorkerState.Working))
            {
                return;
            }

            Await(master.Calls.GetEventsAsync(new EventQuery(status.Events, 1, left.TotalMilliseconds), StopToken));
        }
    }

    private ProgressRecord Show(MasterStatus status)
    {
        var progress = new ProgressRecord(
            status.Port,
            Text.Of(Strings.WaitProgressActivity, status.Name),
            Text.Of(Strings.WaitProgressStatus, status.Done, status.Total, status.Leased, status.Workers.Count))
        {
            PercentComplete = status.Total == 0 ? -1 : status.Done * 100 / status.Total,
        };
        WriteProgress(progress);
        return progress;
    }
}
