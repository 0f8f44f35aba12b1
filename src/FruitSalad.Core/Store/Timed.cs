namespace FruitSalad.Store;

/// <summary>Something that can stand in the <see cref="DeadlineQueue"/>.</summary>
internal abstract class Timed
{
    /// <summary>Where in the heap; -1: not in it. Only the queue writes it.</summary>
    public int Place { get; set; } = -1;
}
