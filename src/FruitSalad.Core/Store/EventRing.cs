using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>The last events of a salad. It grows up to its capacity, then forgets the oldest; numbers go on.</summary>
internal sealed class EventRing(int capacity)
{
    private EventRecord[] _records = new EventRecord[Math.Min(256, capacity)];
    private long _forgotten;

    /// <summary>The number that the next event gets: how many there were ever.</summary>
    public long Next { get; private set; }

    /// <summary>The oldest number still kept.</summary>
    public long First => Math.Max(_forgotten, Next - _records.Length);

    /// <summary>Up to here somebody has read along, and nobody else will ask: no room is needed for those.</summary>
    public long Seen { get; set; }

    public void Append(in EventRecord record)
    {
        if (Next - Seen >= _records.Length && _records.Length < capacity)
        {
            Grow();
        }

        _records[Next++ % _records.Length] = record;
    }

    public ref readonly EventRecord At(long sequence) => ref _records[sequence % _records.Length];

    private void Grow()
    {
        var records = new EventRecord[Math.Min(_records.Length * 2, capacity)];
        _forgotten = First;
        for (long sequence = First; sequence < Next; sequence++)
        {
            records[sequence % records.Length] = At(sequence);
        }

        _records = records;
    }
}
