using System.Diagnostics;

namespace FruitSalad.Rpc;

/// <summary>
/// Whether a process of this machine has ended: the one case in which a closed connection is a proof. A killed process
/// closes its connections a moment before it is gone, hence the second look.
/// </summary>
internal static class LocalProcess
{
    private static readonly int[] LooksMs = [2, 5, 10, 20, 40, 80, 160];

    public static bool HasExited(int pid)
    {
        if (pid == Environment.ProcessId)
        {
            return false;
        }

        if (OperatingSystem.IsLinux())
        {
            return LinuxState(pid) is null or 'Z' or 'X';
        }

        try
        {
            using Process process = Process.GetProcessById(pid);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    public static async Task<bool> ExitsSoonAsync(int pid)
    {
        foreach (int ms in LooksMs)
        {
            if (HasExited(pid))
            {
                return true;
            }

            await Task.Delay(ms).ConfigureAwait(false);
        }

        return HasExited(pid);
    }

    /// <summary>The state letter of /proc/pid/stat, after the name in parentheses; null: no such process.</summary>
    private static char? LinuxState(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            int name = stat.LastIndexOf(')');
            return name >= 0 && name + 2 < stat.Length ? stat[name + 2] : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return gone is UnauthorizedAccessException ? '?' : null;
        }
    }
}
