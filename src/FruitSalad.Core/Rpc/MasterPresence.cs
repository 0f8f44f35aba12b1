using FruitSalad.Contract;
using FruitSalad.Journal;
using FruitSalad.Store;

namespace FruitSalad.Rpc;

/// <summary>A master's place on its salad's roll: signs while the master runs.</summary>
internal sealed class MasterPresence : IAsyncDisposable
{
    /// <summary>How often a master signs.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>How long a leaving master tries to say so; later the roll forgets it by itself.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly IMasterRoll _roll;
    private readonly MasterView _own;
    private readonly CancellationTokenSource _stop = new();
    private Task _signing = Task.CompletedTask;

    private MasterPresence(IMasterRoll roll, MasterView own)
    {
        _roll = roll;
        _own = own;
    }

    /// <summary>Signs for the first time, so that whoever reads the roll from now on finds this master.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    public static async Task<MasterPresence> BeginAsync(IMasterRoll roll, MasterView own, TimeProvider time)
    {
        var presence = new MasterPresence(roll, own);
        await roll.SignAsync(own).ConfigureAwait(false);
        presence._signing = presence.SignAsync(time);
        return presence;
    }

    /// <summary>Who is there now, oneself included. Signs as well: whoever answers is there.</summary>
    /// <exception cref="StoreException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<MasterView>> LookAsync() => _roll.SignAsync(_own);

    /// <summary>Takes the own name off. May be called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _signing.ConfigureAwait(false);
        try
        {
            await _roll.StrikeAsync(_own.Id).WaitAsync(Farewell).ConfigureAwait(false);
        }
        catch (Exception unheard) when (unheard is StoreException or TimeoutException)
        {
            // The roll forgets whoever does not sign.
        }

        await _roll.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task SignAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await NextAsync(timer).ConfigureAwait(false))
        {
            try
            {
                await _roll.SignAsync(_own).ConfigureAwait(false);
            }
            catch (StoreException)
            {
                // Whoever cannot reach the store serves nobody either.
            }
        }
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
