using FruitSalad.Processes;
using FruitSalad.Stores;

namespace FruitSalad.Chaos;

/// <summary>This program as a master or a worker: what a chaos run starts and kills.</summary>
internal static class ChildProcesses
{
    public const string Argument = "--child";

    /// <summary>Whether the program was started as one.</summary>
    public static bool IsOne(string[] args) => args is [Argument, ..];

    /// <summary>Runs it to its end.</summary>
    public static int Run(string[] args)
    {
        if (args is [_, KilledMaster.Role, var path])
        {
            KilledMaster.RunAsync(path).GetAwaiter().GetResult();
            return 0;
        }

        return ChildMain.Run(args[1..], scripts: null, StoredMaster.StartAsync);
    }
}
