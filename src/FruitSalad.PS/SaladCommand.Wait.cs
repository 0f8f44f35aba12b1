using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS;

public abstract partial class SaladCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

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
