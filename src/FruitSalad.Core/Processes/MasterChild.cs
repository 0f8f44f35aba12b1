using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FruitSalad.Rpc;
using FruitSalad.Store;

namespace FruitSalad.Processes;

/// <summary>
/// A master as a process of its own. It says one line on its standard output, its <see cref="MasterReport"/>, and serves
/// until its owner asks it to resign, SIGTERM comes, or its standard input ends - the parent is gone - unless it is
/// detached.
/// </summary>
internal sealed class MasterChild(MasterSettings settings, TextReader input, Func<MasterSettings, Task<MasterHost>> serve)
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<int> RunAsync()
    {
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _asked.TrySetResult();
        });
        if (!settings.Detached)
        {
            // A thread of its own: reading a pipe may block, whatever the method's name says.
            new Thread(Listen) { IsBackground = true, Name = "parent" }.Start();
        }

        MasterHost host;
        try
        {
            host = await serve(settings).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is StoreException or SocketException or ArgumentException)
        {
            Say(new MasterReport
            {
                Error = failed.Message,
                Unfit = failed is ArgumentException,
                Store = (failed as StoreException)?.Fault,
                Socket = (failed as SocketException)?.SocketErrorCode,
            });
            return 1;
        }

        await using (host.ConfigureAwait(false))
        {
            JoinFile join = host.Invite();
            Say(new MasterReport { Join = join, Warning = Leave(host, join) });
            await Task.WhenAny(_asked.Task, host.Resigned).ConfigureAwait(false);

            // The file first: whoever finds one should find somebody listening too.
            UserFolder.Clear(host.EndPoint.Port, join.Salad);
        }

        return 0;
    }

    private static string? Leave(MasterHost host, JoinFile join)
    {
        try
        {
            UserFolder.Leave(host.EndPoint.Port, join);
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return failed.Message;
        }
    }

    private static void Say(MasterReport report)
    {
        try
        {
            using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
            output.WriteLine(JsonSerializer.Serialize(report, ProcessJson.Default.MasterReport));
        }
        catch (IOException)
        {
            // Nobody listens any more; the end of standard input says the same.
        }
    }

    private void Listen()
    {
        while (input.ReadLine() is not null)
        {
        }

        _asked.TrySetResult();
    }
}
