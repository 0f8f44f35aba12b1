using System.Diagnostics;

namespace FruitSalad.Processes;

/// <summary>A crash that is one: the process kills itself. No handler runs, nothing is flushed, nobody is told.</summary>
internal static class SuddenDeath
{
    public static void Die()
    {
        using Process self = Process.GetCurrentProcess();
        self.Kill();

        // The signal is on its way; until it is here, nothing may happen any more.
        Thread.Sleep(Timeout.Infinite);
    }
}
