using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace FruitSalad.Processes;

/// <summary>How a child process is started: with pipes for its settings and its words, and deaf to the terminal.</summary>
internal static class ChildStart
{
    private const int NoSuchFile = 2;

    /// <summary>Starts a child.</summary>
    /// <param name="command">The program.</param>
    /// <param name="role">What it is to be: "worker" or "master".</param>
    /// <param name="outlives">Whether it stays when its parent and their terminal end.</param>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static Process Begin(ChildCommand command, string role, bool outlives = false)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
            start.FileName = command.FileName;
        }
        else
        {
            Ignore(outlives ? "INT HUP" : "INT", start, command.FileName);
        }

        foreach (string argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(role);
        if (!OperatingSystem.IsWindows())
        {
            start.ArgumentList.Add(ChildMain.ElsewhereArgument);
        }

        // A child lives for seconds, most of which the runtime would take to watch its code and compile it once more.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Start();
        return process;
    }

    /// <summary>Says a line to a child.</summary>
    /// <returns>False: it has ended already.</returns>
    public static bool Tell(Process child, string line)
    {
        try
        {
            child.StandardInput.WriteLine(line);
            child.StandardInput.Flush();
            return true;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// A terminal's Ctrl+C goes to the children as well. A child ignores it once it runs, but its runtime takes a second
    /// to start: what ignores a signal already when it is executed ignores it from the beginning. The parent's line is
    /// moved out of the way, too: programs that a script starts read what is standard input, and would eat it.
    /// </summary>
    private static void Ignore(string signals, ProcessStartInfo start, string program)
    {
        if (!File.Exists(program))
        {
            // The shell would start, and fail then.
            throw new Win32Exception(NoSuchFile);
        }

        start.FileName = "/bin/sh";
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"trap '' {signals}; exec \"$0\" \"$@\" {ChildMain.ParentDescriptor}<&0 </dev/null");
        start.ArgumentList.Add(program);
    }
}
