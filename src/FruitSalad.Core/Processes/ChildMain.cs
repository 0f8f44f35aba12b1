using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>The entry of every child process, whichever host it is started in.</summary>
public static class ChildMain
{
    /// <summary>Runs the child until it leaves.</summary>
    /// <param name="args">"worker".</param>
    /// <param name="scripts">Makes the runner of scripts when the first one comes; null: there is none.</param>
    /// <returns>The exit code: 0, it left; 1, it could not work; 2, it was started wrongly.</returns>
    public static int Run(string[] args, Func<ITaskRunner>? scripts = null)
    {
        // The terminal sends Ctrl+C to the whole process group; it is the parent who decides what becomes of a worker.
        using PosixSignalRegistration interrupt =
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        if (args is not ["worker"])
        {
            Console.Error.WriteLine("A child process is started by its parent: with `worker`, and its settings on standard input.");
            return 2;
        }

        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        if (input.ReadLine() is not { } line || ReadSettings(line) is not { } settings)
        {
            Console.Error.WriteLine("No settings came on standard input.");
            return 2;
        }

        if (settings.Culture.Length > 0)
        {
            CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = new CultureInfo(settings.Culture);
        }

        // A script that ends the process is a crash, whatever exit code it chose: nobody may take it for leaving.
        EventHandler cutOff = (_, _) => SuddenDeath.Die();
        AppDomain.CurrentDomain.ProcessExit += cutOff;
        using var worker = new WorkerChild(settings, input, scripts);
        try
        {
            return worker.RunAsync().GetAwaiter().GetResult();
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= cutOff;
        }
    }

    private static WorkerSettings? ReadSettings(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ProcessJson.Default.WorkerSettings);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
