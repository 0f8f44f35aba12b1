using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FruitSalad.Rpc;
using FruitSalad.Worker;
using Microsoft.Win32.SafeHandles;

namespace FruitSalad.Processes;

/// <summary>The entry of every child process, whichever host it is started in.</summary>
public static class ChildMain
{
    /// <summary>Said after the role: the parent's line is not standard input, which is empty, but another descriptor.</summary>
    internal const string ElsewhereArgument = "elsewhere";

    /// <summary>Which.</summary>
    internal const int ParentDescriptor = 3;

    /// <summary>Runs the child until it leaves.</summary>
    /// <param name="args">"worker", "peer" or "master"; then where its parent's line is, if not at standard input.</param>
    /// <param name="scripts">Makes a worker's runner of scripts when the first one comes; null: there is none.</param>
    /// <param name="serve">Starts a master; null: this program has none.</param>
    /// <returns>The exit code: 0, it left; 1, it could not work; 2, it was started wrongly.</returns>
    public static int Run(
        string[] args, Func<ITaskRunner>? scripts = null, Func<MasterSettings, Task<MasterHost>>? serve = null)
    {
        // The terminal sends Ctrl+C to the whole process group; it is the parent who decides what becomes of a child.
        using PosixSignalRegistration interrupt =
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        bool elsewhere = args is [_, ElsewhereArgument];
        using var input = new StreamReader(
            elsewhere ? new FileStream(new SafeFileHandle(ParentDescriptor, ownsHandle: true), FileAccess.Read, bufferSize: 0) : Console.OpenStandardInput(),
            new UTF8Encoding(false));
        return (elsewhere ? args[..1] : args) switch
        {
            ["worker"] => Read(input, ProcessJson.Default.WorkerSettings) is { } settings ? Work(settings, input, scripts) : 2,
            ["peer"] => Read(input, ProcessJson.Default.PeerSettings) is { } settings ? Share(settings, input) : 2,
            ["master"] when serve is not null =>
                Read(input, ProcessJson.Default.MasterSettings) is { } settings ? Serve(settings, input, serve) : 2,
            _ => Complain("A child process is started by its parent: with `worker`, `peer` or `master`, and its settings on standard input."),
        };
    }

    private static int Work(WorkerSettings settings, TextReader input, Func<ITaskRunner>? scripts)
    {
        Speak(settings.Culture);

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

    private static int Share(PeerSettings settings, TextReader input)
    {
        Speak(settings.Culture);
        using var peer = new PeerChild(settings, input);
        return peer.RunAsync().GetAwaiter().GetResult();
    }

    private static int Serve(MasterSettings settings, TextReader input, Func<MasterSettings, Task<MasterHost>> serve)
    {
        Speak(settings.Culture);
        return new MasterChild(settings, input, serve).RunAsync().GetAwaiter().GetResult();
    }

    private static void Speak(string culture)
    {
        if (culture.Length > 0)
        {
            CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = new CultureInfo(culture);
        }
    }

    private static T? Read<T>(TextReader input, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (input.ReadLine() is { } line && JsonSerializer.Deserialize(line, type) is { } settings)
            {
                return settings;
            }
        }
        catch (JsonException)
        {
            // As if nothing had come.
        }

        Complain("No settings came on standard input.");
        return null;
    }

    private static int Complain(string why)
    {
        Console.Error.WriteLine(why);
        return 2;
    }
}
