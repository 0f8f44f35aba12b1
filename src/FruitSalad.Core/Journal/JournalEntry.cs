using System.Numerics;
using System.Runtime.InteropServices;
using FruitSalad.Store;

namespace FruitSalad.Journal;

/// <summary>The commands of one turn, in order. Appended whole or not at all.</summary>
/// <param name="Sequence">Its number: 1 for the salad's beginning, and no gap.</param>
/// <param name="Now">When all of it happened, since the salad's epoch. Never before the entry that it follows.</param>
/// <param name="Events">How many events the salad has after it: whoever repeats it and counts others has other rules.</param>
/// <param name="Commands">The commands, as UTF-8 JSON.</param>
public sealed record JournalEntry(long Sequence, TimeSpan Now, long Events, byte[] Commands)
{
    /// <summary>The version of how commands are written. A journal of a later one cannot be read.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version in which this entry is written.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>A sum over all of it, as it was appended: what the disk changes afterwards is found.</summary>
    public long Checksum { get; init; } = Sum(Sequence, Now, Events, Commands);

    /// <summary>The first entry: a salad is made.</summary>
    /// <param name="settings">What it is made with.</param>
    /// <param name="tasks">Its first tasks.</param>
    /// <exception cref="ArgumentException">A task depends on one that does not come before it.</exception>
    public static JournalEntry First(SaladSettings settings, IReadOnlyList<NewTask> tasks)
    {
        long events = new MemoryTaskStore(settings, tasks).EventTap.Next;
        return new JournalEntry(1, TimeSpan.Zero, events, JournalJson.Join([JournalJson.Write(new Found(settings, tasks))]));
    }

    /// <summary>Whether it is what was appended.</summary>
    internal bool IsWhole => Checksum == Sum(Sequence, Now, Events, Commands);

    private static long Sum(long sequence, TimeSpan now, long events, ReadOnlySpan<byte> commands)
    {
        uint sum = BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(
            uint.MaxValue, (ulong)sequence), (ulong)now.Ticks), (ulong)events);
        int words = commands.Length & ~7;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(commands[..words]))
        {
            sum = BitOperations.Crc32C(sum, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte rest in commands[words..])
        {
            sum = BitOperations.Crc32C(sum, rest);
        }

        return sum;
    }
}
