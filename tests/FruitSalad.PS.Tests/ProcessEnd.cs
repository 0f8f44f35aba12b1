using System.Diagnostics;

namespace FruitSalad.PS.Tests;

/// <summary>Waits for the end of a process that is not a child of this one.</summary>
internal static class ProcessEnd
{
    public static bool Within(int pid, TimeSpan bound)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return process.WaitForExit(bound);
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    /// <summary>Ends a process that a test has left, if it is there.</summary>
    public static void Force(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }
}
