using FruitSalad.Journal;
using FruitSalad.Rpc;

namespace FruitSalad.Stores;

/// <summary>A salad of a store, opened.</summary>
/// <param name="Journal">Its journal.</param>
/// <param name="Keys">Its secrets: a restarted or second master knows the living workers by them.</param>
public sealed record KeptSalad(ITaskJournal Journal, SaladKeys Keys);
