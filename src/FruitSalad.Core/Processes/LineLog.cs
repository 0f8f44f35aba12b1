using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>The last lines of a worker's log.</summary>
internal sealed class LineLog
{
    private const int Capacity = 10_000;
    private readonly Queue<WorkerLine> _lines = new();

    public void Add(WorkerLine line)
    {
        lock (_lines)
        {
            if (_lines.Count == Capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
        }
    }

    public (string Worker, WorkerLine Line)[] Of(string worker)
    {
        lock (_lines)
        {
            return [.. _lines.Select(line => (worker, line))];
        }
    }
}
