namespace FruitSalad.Rpc;

/// <summary>What a channel has done to messages so far, both directions together.</summary>
/// <param name="Messages">How many came to it.</param>
/// <param name="Lost">How many of them were lost, or came while it was cut.</param>
/// <param name="Damaged">How many were damaged.</param>
/// <param name="Duplicated">How many arrived twice.</param>
/// <param name="Reordered">How many were free to overtake others.</param>
public readonly record struct ChannelCounts(long Messages, long Lost, long Damaged, long Duplicated, long Reordered);
