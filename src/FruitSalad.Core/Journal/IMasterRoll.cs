using FruitSalad.Contract;
using FruitSalad.Store;

namespace FruitSalad.Journal;

/// <summary>
/// Which masters serve a salad now. Each signs again and again; whoever stops - killed, or cut off from the store - is
/// forgotten soon. A hint where to go next, and never part of what is decided.
/// </summary>
/// <remarks>Calls fail with <see cref="StoreException"/>. Safe to call from many threads.</remarks>
public interface IMasterRoll : IAsyncDisposable
{
    /// <summary>Signs, and answers who has signed lately, oneself included, in the order in which they came.</summary>
    Task<IReadOnlyList<MasterView>> SignAsync(MasterView own);

    /// <summary>Who has signed lately.</summary>
    Task<IReadOnlyList<MasterView>> ReadAsync();

    /// <summary>Takes a name off: that master leaves, or was found dead.</summary>
    Task StrikeAsync(Guid master);
}
