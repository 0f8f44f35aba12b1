namespace FruitSalad.History;

/// <summary>
/// How long a list of tasks takes if nothing costs time but the tasks: whoever is free takes the next one. What a run
/// took longer than this, for the same order, is what distribution cost.
/// </summary>
public static class MakespanOracle
{
    /// <summary>When the last task is done, on the clock of <paramref name="arrivals"/>; zero without tasks.</summary>
    /// <param name="durations">The tasks' durations, in the order in which they are handed out.</param>
    /// <param name="arrivals">When each worker asks for the first time.</param>
    /// <param name="dependsOn">
    /// For each task the places in the list of those that must be done before it; null: none has any. A task whose last
    /// one is done goes behind those that wait already; several at the same moment go in the order of the list.
    /// </param>
    /// <exception cref="ArgumentException">No worker ever comes, or some tasks wait for each other.</exception>
    public static TimeSpan Makespan(
        IReadOnlyList<TimeSpan> durations, IReadOnlyList<TimeSpan> arrivals,
        IReadOnlyList<IReadOnlyList<int>>? dependsOn = null)
    {
        if (durations.Count == 0)
        {
            return TimeSpan.Zero;
        }

        if (arrivals.Count == 0)
        {
            throw new ArgumentException("Without workers nothing is ever done.", nameof(arrivals));
        }

        return dependsOn is null ? Independent(durations, arrivals) : new Dependent(durations, dependsOn).Run(arrivals);
    }

    /// <summary>Each task in turn goes to the worker that is free first.</summary>
    private static TimeSpan Independent(IReadOnlyList<TimeSpan> durations, IReadOnlyList<TimeSpan> arrivals)
    {
        // The root of this heap is the earliest moment at which a worker is free.
        TimeSpan[] free = [.. arrivals];
        Array.Sort(free);
        TimeSpan end = TimeSpan.Zero;
        for (int i = 0; i < durations.Count; i++)
        {
            TimeSpan done = free[0] + durations[i];
            end = done > end ? done : end;
            Sink(free, done);
        }

        return end;
    }

    private static void Sink(TimeSpan[] heap, TimeSpan moment)
    {
        int place = 0;
        for (int child = 1; child < heap.Length; child = (2 * place) + 1)
        {
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
            {
                child++;
            }

            if (heap[child] >= moment)
            {
                break;
            }

            heap[place] = heap[child];
            place = child;
        }

        heap[place] = moment;
    }

    /// <summary>With dependencies: from moment to moment at which a worker comes or a task is done.</summary>
    private sealed class Dependent
    {
        private const int Arrival = -1;
        private readonly IReadOnlyList<TimeSpan> _durations;
        private readonly int[] _waitingFor;
        private readonly List<int>?[] _dependants;
        private readonly PriorityQueue<int, (TimeSpan Since, int Id)> _ready = new();
        private readonly PriorityQueue<int, TimeSpan> _moments = new();

        public Dependent(IReadOnlyList<TimeSpan> durations, IReadOnlyList<IReadOnlyList<int>> dependsOn)
        {
            _durations = durations;
            _waitingFor = new int[durations.Count];
            _dependants = new List<int>?[durations.Count];
            for (int id = 0; id < durations.Count; id++)
            {
                _waitingFor[id] = dependsOn[id].Count;
                foreach (int needed in dependsOn[id])
                {
                    (_dependants[needed] ??= []).Add(id);
                }

                if (_waitingFor[id] == 0)
                {
                    _ready.Enqueue(id, (TimeSpan.Zero, id));
                }
            }
        }

        public TimeSpan Run(IReadOnlyList<TimeSpan> arrivals)
        {
            foreach (TimeSpan arrival in arrivals)
            {
                _moments.Enqueue(Arrival, arrival);
            }

            int idle = 0;
            int left = _durations.Count;
            TimeSpan end = TimeSpan.Zero;
            while (_moments.TryPeek(out _, out TimeSpan now))
            {
                // Everything that happens at one moment happens before the next task is handed out.
                while (_moments.TryPeek(out int done, out TimeSpan due) && due == now)
                {
                    _moments.Dequeue();
                    idle++;
                    if (done != Arrival)
                    {
                        left--;
                        end = now;
                        Unblock(done, now);
                    }
                }

                while (idle > 0 && _ready.TryDequeue(out int next, out _))
                {
                    idle--;
                    _moments.Enqueue(next, now + _durations[next]);
                }
            }

            return left == 0 ? end : throw new ArgumentException($"{left} tasks wait for each other.");
        }

        private void Unblock(int done, TimeSpan now)
        {
            foreach (int dependant in _dependants[done] ?? [])
            {
                if (--_waitingFor[dependant] == 0)
                {
                    _ready.Enqueue(dependant, (now, dependant));
                }
            }
        }
    }
}
