using System.Reflection;

namespace FruitSalad.PS.Loader;

/// <summary>
/// FruitSalad.PS.dll and what belongs to it, loaded once per process: a .NET assembly that cmdlets came from is never
/// unloaded, so importing the module again finds the same one.
/// </summary>
public static class ModuleAssembly
{
    private static readonly Lazy<ModuleLoadContext> Context = new(() => new ModuleLoadContext(PathOf("FruitSalad.PS")));

    private static readonly Lazy<Assembly> Cmdlets = new(() =>
    {
        // Engines end without removing their modules: what the session started must not outlive it even so.
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => CloseAtExit();
        return Load("FruitSalad.PS");
    });

    private static readonly Lazy<Action> CloseSession = new(() => Value
        .GetType("FruitSalad.PS.Session", throwOnError: true)!
        .GetMethod("Close", Type.EmptyTypes)!
        .CreateDelegate<Action>());

    /// <summary>The assembly with the cmdlets.</summary>
    /// <exception cref="FileNotFoundException">The module's bin folder is incomplete: it was not built.</exception>
    public static Assembly Value => Cmdlets.Value;

    /// <summary>Stops what the session started (FruitSalad.PS.Session.Close), when the module is removed.</summary>
    /// <exception cref="AggregateException">Some of it failed to stop; the rest has stopped even so.</exception>
    public static void Close() => CloseSession.Value();

    /// <summary>Loads one of the module's own assemblies in the private context.</summary>
    /// <param name="name">The assembly's simple name.</param>
    internal static Assembly Load(string name) => Context.Value.LoadFromAssemblyPath(PathOf(name));

    private static void CloseAtExit()
    {
        try
        {
            Close();
        }
        catch (AggregateException)
        {
            // Nobody is left to be told, and an exception here would make a crash of an orderly exit.
        }
    }

    private static string PathOf(string name) =>
        Path.Combine(Path.GetDirectoryName(typeof(ModuleAssembly).Assembly.Location)!, name + ".dll");
}
