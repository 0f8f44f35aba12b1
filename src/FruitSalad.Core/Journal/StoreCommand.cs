using System.Text.Json.Serialization;
using FruitSalad.Store;

namespace FruitSalad.Journal;

/// <summary>
/// Something that was done to a salad, as a journal keeps it. The memory store is a deterministic function of such
/// commands and their times: whoever repeats them has the salad.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Found), "found")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Tick), "tick")]
[JsonDerivedType(typeof(SayHello), "hello")]
[JsonDerivedType(typeof(Announce), "announce")]
[JsonDerivedType(typeof(Disconnect), "disconnect")]
[JsonDerivedType(typeof(SayGoodbye), "goodbye")]
[JsonDerivedType(typeof(ClaimTasks), "claim")]
[JsonDerivedType(typeof(AcceptResults), "accept")]
[JsonDerivedType(typeof(Renew), "renew")]
[JsonDerivedType(typeof(Fail), "fail")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(AddTasks), "add")]
[JsonDerivedType(typeof(Share), "share")]
[JsonDerivedType(typeof(Close), "close")]
[JsonDerivedType(typeof(StopSalad), "stop")]
[JsonDerivedType(typeof(RestartTasks), "restart")]
[JsonDerivedType(typeof(WithdrawTasks), "withdraw")]
[JsonDerivedType(typeof(Refuse), "refuse")]
[JsonDerivedType(typeof(Dismiss), "dismiss")]
internal abstract record StoreCommand
{
    /// <summary>Does it again, and answers what it changed for those who wait.</summary>
    public abstract Effect Repeat(MemoryTaskStore store, TimeSpan now);
}
