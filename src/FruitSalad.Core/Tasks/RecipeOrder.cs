using System.Globalization;

namespace FruitSalad.Tasks;

/// <summary>
/// Makes a recipe of steps: finds out who depends on whom, and puts every task behind those that it needs. Tasks that
/// may come in any order stay as they are listed.
/// </summary>
public sealed class RecipeOrder
{
    /// <summary>How many tasks a recipe may have.</summary>
    public const int MaxTasks = 100_000;

    /// <summary>The longest duration of a task, in seconds.</summary>
    public const double MaxSeconds = 1e6;

    /// <summary>The longest time that a task waits before it is handed out, in seconds.</summary>
    public const double MaxDelaySeconds = 1e9;

    private const int MostShown = 20;
    private readonly IReadOnlyList<RecipeStep> _steps;
    private readonly Dictionary<string, int> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, int> _byName;
    private readonly int[][] _needs;

    private RecipeOrder(IReadOnlyList<RecipeStep> steps)
    {
        _steps = steps;
        _byName = Enumerable.Range(0, steps.Count).ToLookup(place => steps[place].Name, StringComparer.OrdinalIgnoreCase);
        _needs = new int[steps.Count][];
    }

    /// <summary>Makes the recipe.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="steps">Its tasks, in any order.</param>
    /// <param name="recipe">The recipe; null where something is wrong.</param>
    /// <returns>What is wrong first; null: nothing.</returns>
    public static RecipeFault? TryArrange(string name, IReadOnlyList<RecipeStep> steps, out Recipe? recipe)
    {
        recipe = null;
        if (steps.Count > MaxTasks)
        {
            return new RecipeFault(RecipeFaultKind.TooManyTasks, MaxTasks, steps.Count.ToString(CultureInfo.InvariantCulture));
        }

        var order = new RecipeOrder(steps);
        RecipeFault? fault = order.CheckSteps() ?? order.Link();
        if (fault is not null)
        {
            return fault;
        }

        List<int> places = order.Sort();
        fault = order.Cycle(places);
        recipe = fault is null ? new Recipe(name, order.Number(places)) : null;
        return fault;
    }

    private RecipeFault? CheckSteps()
    {
        for (int place = 0; place < _steps.Count; place++)
        {
            RecipeStep step = _steps[place];
            if (string.IsNullOrWhiteSpace(step.Name))
            {
                return new RecipeFault(RecipeFaultKind.NameMissing, place, "");
            }

            if (!(step.Seconds is >= 0 and <= MaxSeconds))
            {
                return new RecipeFault(
                    RecipeFaultKind.DurationAbsurd, place, step.Seconds.ToString(CultureInfo.InvariantCulture));
            }

            if (AbsurdOption(step) is { } option)
            {
                return new RecipeFault(RecipeFaultKind.OptionAbsurd, place, option);
            }

            if (step.Id is { } id && !_byId.TryAdd(id, place))
            {
                return new RecipeFault(RecipeFaultKind.IdTwice, place, id);
            }
        }

        return null;
    }

    private static string? AbsurdOption(RecipeStep step) => step switch
    {
        { DelaySeconds: not (>= 0 and <= MaxDelaySeconds) and var delay } => Named(nameof(step.DelaySeconds), delay),
        { RunLimitSeconds: not (null or (>= 0 and <= MaxSeconds)) and var limit } => Named(nameof(step.RunLimitSeconds), limit),
        { MaxAttempts: < 0 and var cap } => Named(nameof(step.MaxAttempts), cap),
        _ when Label.FlawOf(step.Label) is not null => Named(nameof(step.Label), string.Join(", ", step.Label)),
        _ => null,
    };

    private static string Named(string option, IConvertible? value) =>
        $"{option} = {value?.ToString(CultureInfo.InvariantCulture)}";

    private RecipeFault? Link()
    {
        for (int place = 0; place < _steps.Count; place++)
        {
            var needs = new SortedSet<int>();
            foreach (string word in _steps[place].DependsOn)
            {
                if (_byId.TryGetValue(word, out int needed))
                {
                    needs.Add(needed);
                    continue;
                }

                int[] named = [.. _byName[word].Take(2)];
                if (named.Length != 1)
                {
                    return new RecipeFault(
                        named.Length == 0 ? RecipeFaultKind.DependencyUnknown : RecipeFaultKind.DependencyAmbiguous, place, word);
                }

                needs.Add(named[0]);
            }

            _needs[place] = [.. needs];
        }

        return null;
    }

    /// <summary>Of the tasks whose needs are all in the list already, always the one that is listed first comes next.</summary>
    private List<int> Sort()
    {
        var dependants = new List<int>?[_steps.Count];
        int[] waitingFor = Array.ConvertAll(_needs, needs => needs.Length);
        var free = new PriorityQueue<int, int>();
        for (int place = 0; place < _steps.Count; place++)
        {
            foreach (int needed in _needs[place])
            {
                (dependants[needed] ??= []).Add(place);
            }

            if (waitingFor[place] == 0)
            {
                free.Enqueue(place, place);
            }
        }

        var places = new List<int>(_steps.Count);
        while (free.TryDequeue(out int place, out _))
        {
            places.Add(place);
            foreach (int dependant in dependants[place] ?? [])
            {
                if (--waitingFor[dependant] == 0)
                {
                    free.Enqueue(dependant, dependant);
                }
            }
        }

        return places;
    }

    /// <summary>A cycle among the tasks that found no place; null: all did.</summary>
    private RecipeFault? Cycle(List<int> places)
    {
        if (places.Count == _steps.Count)
        {
            return null;
        }

        // Each of them needs another of them: whoever follows these needs comes back to where he has been.
        var placed = new HashSet<int>(places);
        var been = new Dictionary<int, int>();
        var path = new List<int>();
        int next = Enumerable.Range(0, _steps.Count).First(place => !placed.Contains(place));
        while (been.TryAdd(next, path.Count))
        {
            path.Add(next);
            next = _needs[next].First(needed => !placed.Contains(needed));
        }

        IEnumerable<string> cycle = path.Skip(been[next]).Select(place => _steps[place].ToString());
        string[] shown = [.. cycle.Take(MostShown), .. cycle.Skip(MostShown).Take(1).Select(_ => "...")];
        return new RecipeFault(RecipeFaultKind.Cycle, next, string.Join(" <- ", shown.Append(shown[0])));
    }

    private SaladTask[] Number(List<int> places)
    {
        int[] numbers = new int[places.Count];
        for (int id = 0; id < numbers.Length; id++)
        {
            numbers[places[id]] = id;
        }

        return [.. places.Select((place, id) => new SaladTask(id, _steps[place].Name, Duration(_steps[place].Seconds))
        {
            Payload = _steps[place].Payload?.GetRawText(),
            DependsOn = [.. _needs[place].Select(needed => numbers[needed]).Order()],
            Options = OptionsOf(_steps[place]),
        })];
    }

    private static TaskOptions OptionsOf(RecipeStep step)
    {
        var options = new TaskOptions
        {
            Priority = step.Priority,
            Delay = Duration(step.DelaySeconds),
            RunLimit = step.RunLimitSeconds is { } limit ? Duration(limit) : null,
            MaxAttempts = step.MaxAttempts,
            Labels = step.Label,
        };
        return options.IsNone ? TaskOptions.None : options;
    }

    /// <summary>Rounded, where FromSeconds cuts off: 8.884 s are 8,884 ms, not a tick less.</summary>
    private static TimeSpan Duration(double seconds) => TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
}
