namespace FruitSalad.PS.Loader;

/// <summary>
/// Where a process that a session starts begins (a worker, a master): straight to the module's entry for children, in its
/// private context, without any cmdlet and without the PowerShell engine.
/// </summary>
public static class ChildProcess
{
    /// <summary>Runs the child's main method to its end.</summary>
    /// <param name="args">The role, such as <c>worker</c>. Settings and secrets come by standard input, never by here,
    /// where every user of the machine could read them.</param>
    /// <returns>The exit code for the process.</returns>
    public static int Run(string[] args)
    {
        var main = ModuleAssembly.Load("FruitSalad.PS")
            .GetType("FruitSalad.PS.ChildEntry", throwOnError: true)!
            .GetMethod("Run", [typeof(string[])])!;

        // A delegate, since an exception that passes Invoke comes out wrapped.
        return main.CreateDelegate<Func<string[], int>>()(args);
    }
}
