using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>The last events of a salad. It grows up to its capacity, then forgets the oldest; numbers go on.</summary>
internal sealed class EventRing(int capacity)
{
    private EventRecord[] _records = new EventRecord[Math.Min(256, capacity)];

    /// <summary>The number that the next event gets: how many there were ever.</summary>
    public long Next { get; private set; }

    /// <summary>The oldest number still kept.</summary>
    public long First => Math.Max(0, Next - _records.Length);

    public void Append(in EventRecord record)
    {
        if (Next == _records.Length && _records.Length < capacity)
        {
            // Nothing has wrapped yet, so the records lie in order and a plain copy keeps their places.
            Array.Resize(ref _records, Math.Min(_records.Length * 2, capacity));
        }

        _records[Next++ % _records.Length] = record;
    }

    public ref readonly EventRecord At(long sequence) => ref _records[sequence % _records.Length];
}
