namespace FruitSalad.Tasks;

/// <summary>A salad's list of ingredients.</summary>
/// <param name="Name">What a person calls it.</param>
/// <param name="Tasks">The tasks, numbered from 0 in the order in which they are listed.</param>
public sealed record Recipe(string Name, IReadOnlyList<SaladTask> Tasks)
{
    /// <summary>The tutorial's distributed salad: eleven fruits, 26 s of work.</summary>
    public static readonly Recipe FruitSalad = Of("FruitSalad",
        ("pomme", 3), ("pomme", 3), ("poire", 2), ("poire", 2), ("banane", 2), ("banane", 2),
        ("cerise", 1), ("cerise", 1), ("pêche", 3), ("pêche", 3), ("pastèque", 4));

    /// <summary>The same fruits in the order of the tutorial's sequential program.</summary>
    public static readonly Recipe FruitSaladSequential = Of("FruitSaladSequential",
        ("banane", 2), ("pêche", 3), ("banane", 2), ("cerise", 1), ("cerise", 1), ("poire", 2),
        ("pêche", 3), ("pomme", 3), ("poire", 2), ("pastèque", 4), ("pomme", 3));

    /// <summary>
    /// The tutorial's next recipe: the dough is made and the apples are cut before the apples are spread on it, then
    /// flour mixed with butter is sprinkled over them. 19 s of work, and 8 s at least.
    /// </summary>
    public static readonly Recipe AppleCrumble = Arrange("AppleCrumble",
        new RecipeStep("pâte", 4),
        new RecipeStep("pomme", 3) { Id = "pomme-1" },
        new RecipeStep("pomme", 3) { Id = "pomme-2" },
        new RecipeStep("pomme", 3) { Id = "pomme-3" },
        new RecipeStep("farine au beurre", 2),
        new RecipeStep("tarte aux pommes", 3) { DependsOn = ["pâte", "pomme-1", "pomme-2", "pomme-3"] },
        new RecipeStep("crumble", 1) { DependsOn = ["tarte aux pommes", "farine au beurre"] });

    /// <summary>A small product of two matrices, in nine blocks.</summary>
    public static readonly Recipe Matrix = MatrixProduct.Draw(size: 24, seed: 1).ToRecipe("Matrix", parts: 3);

    /// <summary>The recipes that come with the product.</summary>
    public static IReadOnlyList<Recipe> Bundled { get; } = [FruitSalad, FruitSaladSequential, AppleCrumble, Matrix];

    /// <summary>What one cook alone needs, before the time scale.</summary>
    public TimeSpan TotalDuration => Tasks.Aggregate(TimeSpan.Zero, (sum, task) => sum + task.Duration);

    /// <summary>What one cook alone needs, in seconds, before the time scale.</summary>
    public double TotalSeconds => TotalDuration.TotalSeconds;

    /// <summary>What the longest task needs, before the time scale.</summary>
    public TimeSpan LongestDuration => Tasks.Select(task => task.Duration).DefaultIfEmpty().Max();

    /// <summary>A recipe from names and seconds.</summary>
    public static Recipe Of(string name, params ReadOnlySpan<(string Name, double Seconds)> ingredients)
    {
        var tasks = new SaladTask[ingredients.Length];
        for (int id = 0; id < tasks.Length; id++)
        {
            tasks[id] = new SaladTask(id, ingredients[id].Name, TimeSpan.FromSeconds(ingredients[id].Seconds));
        }

        return new Recipe(name, tasks);
    }

    /// <summary>A recipe from steps that are known to be right.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static Recipe Arrange(string name, params IReadOnlyList<RecipeStep> steps) =>
        RecipeOrder.TryArrange(name, steps, out Recipe? recipe) is { } fault
            ? throw new ArgumentException($"{fault.Kind}: {fault.Text}", nameof(steps))
            : recipe!;

    /// <summary>The same tasks in an order drawn from a seed, renumbered from 0. Only for independent tasks.</summary>
    public Recipe Shuffle(long seed)
    {
        SaladTask[] tasks = [.. Tasks];
        new SeededRandom(seed).Shuffle(tasks.AsSpan());
        return this with { Tasks = [.. tasks.Select((task, id) => task with { Id = id })] };
    }
}
