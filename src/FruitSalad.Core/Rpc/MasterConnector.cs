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
    /// <param name="patience">
    /// How long to go on trying - anew whenever a master says that only its store is gone - and how long to listen to one
    /// that says nothing.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up at once.</param>
    /// <exception cref="MasterUnreachableException">None within the time, or all refuse; what the last one said.</exception>
    public static async Task<MasterClient> ConnectAsync(
        IReadOnlyList<MasterAddress> masters, byte[] key, Hello hello, ConnectPatience patience, TimeProvider time,
        CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        while (true)
        {
            var refusals = new List<MasterUnreachableException>();
            foreach (MasterAddress master in masters)
            {
                try
                {
                    return await TryAsync(master, key, hello, patience.Attempt, time, cancellation).ConfigureAwait(false);
                }
                catch (MasterUnreachableException unreachable)
                {
                    refusals.Add(unreachable);
                }
            }

            if (refusals.Exists(refusal => refusal.IsStoreGone))
            {
                start = time.GetTimestamp();
            }

            TimeSpan left = patience.Total - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || refusals.TrueForAll(refusal => !refusal.MayPass))
            {
                throw refusals[^1];
            }

            // Half of the pause is chance: workers that lost their master together must not come back together.
            TimeSpan rest = pause * (0.5 + (0.5 * Random.Shared.NextDouble()));
            await Task.Delay(rest < left ? rest : left, time, cancellation).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>One that accepts the connection and then says nothing must not keep from trying the next.</summary>
    private static async Task<MasterClient> TryAsync(
        MasterAddress master, byte[] key, Hello hello, TimeSpan attempt, TimeProvider time, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(attempt, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await MasterClient.ConnectAsync(master, key, hello, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new MasterUnreachableException(
                $"{master}: no answer within {attempt.TotalSeconds:0.#} s.", new TimeoutException(late.Message, late));
        }
    }
}
