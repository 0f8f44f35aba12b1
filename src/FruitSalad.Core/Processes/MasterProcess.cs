using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace FruitSalad.Processes;

/// <summary>A master in a child process, so that it can be killed. Its end follows this process's end, unless it is detached.</summary>
public sealed class MasterProcess : IAsyncDisposable
{
    /// <summary>How long a master may take to leave by itself before it is killed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly TaskCompletionSource<MasterReport> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _errors = new();

    private MasterProcess(Process process)
    {
        _process = process;
        ProcessId = process.Id;
    }

    /// <summary>The process.</summary>
    public int ProcessId { get; }

    /// <summary>Completes with what it says of its beginning; never fails.</summary>
    public Task<MasterReport> Ready => _ready.Task;

    /// <summary>Completes when it has ended; never fails.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Starts the process and tells it its settings.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static MasterProcess Start(ChildCommand command, MasterSettings settings)
    {
        var master = new MasterProcess(ChildStart.Begin(command, "master", outlives: settings.Detached));
        master.Attach();
        ChildStart.Tell(master._process, JsonSerializer.Serialize(settings, ProcessJson.Default.MasterSettings));
        return master;
    }

    /// <summary>Ends it as kill -9 does: nothing is flushed, nobody is told.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>Lets it leave, kills it if it does not, and waits until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _exited.Task.WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (Exception stays) when (stays is TimeoutException or IOException)
        {
            Kill();
        }

        await _exited.Task.ConfigureAwait(false);
        _process.Dispose();
    }

    private void Attach()
    {
        _process.OutputDataReceived += (_, output) => Hear(output.Data);
        _process.ErrorDataReceived += (_, error) => HearError(error.Data);
        _process.Exited += (_, _) => End();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (_process.HasExited)
        {
            // The event may have come before anybody listened.
            End();
        }
    }

    private void End()
    {
        // What it said before is read first, if it said anything.
        _ = Task.Run(() =>
        {
            _process.WaitForExit(TimeSpan.FromSeconds(1));
            lock (_errors)
            {
                _ready.TrySetResult(new MasterReport { Error = $"Its process ended with {_process.ExitCode}. {_errors}".Trim() });
            }

            _exited.TrySetResult();
        });
    }

    private void Hear(string? text)
    {
        if (text is null || !text.StartsWith('{'))
        {
            return;
        }

        try
        {
            _ready.TrySetResult(JsonSerializer.Deserialize(text, ProcessJson.Default.MasterReport)!);
        }
        catch (JsonException)
        {
            // Killed in the middle of its line; its exit says so.
        }
    }

    private void HearError(string? text)
    {
        lock (_errors)
        {
            if (text is not null && _errors.Length < 4096)
            {
                _errors.AppendLine(text);
            }
        }
    }
}
