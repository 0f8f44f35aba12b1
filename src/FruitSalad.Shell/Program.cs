namespace FruitSalad.Shell;

/// <summary>
/// A small console host over the PowerShell engine's library, with FruitSalad.PS imported. Program itself names no type
/// of the engine: a child process of a salad must not pay for loading it.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        // The engine reports its use to its makers unless told not to, and reads this when it first loads.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        return arguments is ["--child", .. var rest] ? ChildEntry.Run(rest) : Shell.Run(arguments);
    }
}
