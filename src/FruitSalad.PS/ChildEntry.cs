using FruitSalad.PS.Scripts;
using FruitSalad.Processes;
using FruitSalad.Stores;

namespace FruitSalad.PS;

/// <summary>Where the loader enters in a child process: the core's entry, with a runner for scripts and stores for masters at hand.</summary>
public static class ChildEntry
{
    /// <summary>Runs the child until it leaves. The PowerShell engine is not touched before the first script comes.</summary>
    /// <param name="args">"worker", "peer" or "master".</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args) => ChildMain.Run(args, () => new ScriptTaskRunner(), StoredMaster.StartAsync);
}
