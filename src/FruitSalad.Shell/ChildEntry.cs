using System.Reflection;
using System.Runtime.Loader;

namespace FruitSalad.Shell;

/// <summary>
/// `salad --child worker`: a process of a salad, started by the module that runs in another one. No engine starts, and
/// standard input is left alone: it is the child's line to its parent.
/// </summary>
internal static class ChildEntry
{
    internal static int Run(string[] arguments)
    {
        var module = ModuleFolder.Find();
        if (module.Problem is not null)
        {
            Console.Error.WriteLine(module.Problem);
            return ExitCodes.Failure;
        }

        // By reflection, since this program is built without the module and takes it as it finds it.
        var run = AssemblyLoadContext.Default.LoadFromAssemblyPath(module.Loader)
            .GetType("FruitSalad.PS.Loader.ChildProcess", throwOnError: true)!
            .GetMethod("Run", [typeof(string[])])!
            .CreateDelegate<Func<string[], int>>();
        return run(arguments);
    }
}
