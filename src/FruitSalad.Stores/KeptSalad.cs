using FruitSalad.Journal;
using FruitSalad.Rpc;

namespace FruitSalad.Stores;

/// <summary>A salad of a store, opened.</summary>
/// <param name="Journal">Its journal.</param>
/// <param name="Keys">Its secrets: a restarted or second master knows the living workers by them.</param>
/// <param name="Roll">Who serves it.</param>
public sealed record KeptSalad(ITaskJournal Journal, SaladKeys Keys, IMasterRoll Roll) : IAsyncDisposable
{
    /// <summary>Closes it, where no master does.</summary>
    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await Roll.DisposeAsync();
    }
}
