using FruitSalad.Contract;

namespace FruitSalad.Rpc;

/// <summary>Connects to the first master that answers, again and again: whoever starts first need not wait.</summary>
public static class MasterConnector
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Tries the masters in turn, with growing pauses between the rounds.</summary>
    /// <param name="masters">The masters, in the order to try.</param>
    /// <param name="key">The role's secret.</param>
    /// <param name="hello">Who.</param>
    /// <param name="giveUpAfter">For how long. Real time.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up at once.</param>
    /// <returns>The connection; null: none within the time.</returns>
    public static async Task<MasterClient?> ConnectAsync(
        IReadOnlyList<MasterAddress> masters, byte[] key, Hello hello, TimeSpan giveUpAfter, TimeProvider time,
        CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(giveUpAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        TimeSpan pause = FirstPause;
        while (time.GetElapsedTime(start) < giveUpAfter)
        {
            bool hopeless = true;
            foreach (MasterAddress master in masters)
            {
                try
                {
                    return await MasterClient.ConnectAsync(master, key, hello, either.Token).ConfigureAwait(false);
                }
                catch (MasterUnreachableException unreachable)
                {
                    hopeless &= !unreachable.MayPass;
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    return null;
                }
            }

            if (hopeless)
            {
                return null;
            }

            // Half of the pause is chance: workers that lost their master together must not come back together.
            await PauseAsync(pause * (0.5 + (0.5 * Random.Shared.NextDouble())), time, cancellation).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        return null;
    }

    private static Task PauseAsync(TimeSpan pause, TimeProvider time, CancellationToken cancellation) =>
        Task.Delay(pause, time, cancellation);
}
