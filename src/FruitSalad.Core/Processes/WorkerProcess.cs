using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>A worker in a child process: its crash is a real death. The child's end follows this process's end.</summary>
public sealed class WorkerProcess : ILocalPeer
{
    private const int MaxErrorLength = 4096;
    private readonly Process _process;
    private readonly LineLog _lines = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerProcess(Process process, Guid id, string? name)
    {
        _process = process;
        Id = id;
        ProcessId = process.Id;
        Name = name ?? $"W-{process.Id}";
    }

    /// <inheritdoc/>
    public Guid Id { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int ProcessId { get; }

    /// <inheritdoc/>
    public Task<WorkerExit> Exited => _exited.Task;

    /// <inheritdoc/>
    public IReadOnlyList<(string Worker, WorkerLine Line)> Lines => _lines.Of(Name);

    /// <summary>Completes with the port where it listens, if it is a peer; cancelled if it ends before.</summary>
    public Task<int> Port => _port.Task;

    /// <summary>What the process wrote to its standard error: the first few thousand characters.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts the process and tells it its settings.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static WorkerProcess Start(ChildCommand command, WorkerSettings settings) => Start(
        command, "worker", settings.Id, settings.Name, JsonSerializer.Serialize(settings, ProcessJson.Default.WorkerSettings));

    /// <summary>Starts the process of a peer, which will listen and wait for <see cref="Begin"/>.</summary>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static WorkerProcess Start(ChildCommand command, PeerSettings settings) => Start(
        command, "peer", settings.Id, null, JsonSerializer.Serialize(settings, ProcessJson.Default.PeerSettings));

    /// <inheritdoc/>
    public void Begin(PeerStart start) =>
        ChildStart.Tell(_process, JsonSerializer.Serialize(start, ProcessJson.Default.PeerStart));

    /// <inheritdoc/>
    public void Drain() => ChildStart.Tell(_process, "drain");

    /// <inheritdoc/>
    public void Kill()
    {
        try
        {
            // What a script started goes with it.
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <summary>Ends the process if it has not ended, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _exited.Task.ConfigureAwait(false);
        _process.Dispose();
    }

    private static WorkerProcess Start(ChildCommand command, string role, Guid id, string? name, string settings)
    {
        var worker = new WorkerProcess(ChildStart.Begin(command, role), id, name);
        worker.Attach(settings);
        return worker;
    }

    private void Attach(string settings)
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

        // Where it has ended already, its exit says how.
        ChildStart.Tell(_process, settings);
    }

    private void End()
    {
        _exited.TrySetResult(HowItEnded());
        _port.TrySetCanceled();
    }

    private WorkerExit HowItEnded() => _process.ExitCode switch
    {
        0 => WorkerExit.Left,
        1 or 2 => WorkerExit.Failed,
        _ => WorkerExit.Crashed,
    };

    private void Hear(string? text)
    {
        if (text?.StartsWith(ChildOutput.Port, StringComparison.Ordinal) == true)
        {
            _port.TrySetResult(int.Parse(text.AsSpan(ChildOutput.Port.Length), CultureInfo.InvariantCulture));
        }

        if (string.IsNullOrEmpty(text) || text[0] != '{')
        {
            return;
        }

        try
        {
            _lines.Add(JsonSerializer.Deserialize(text, ProcessJson.Default.WorkerLine)!);
        }
        catch (JsonException)
        {
            // A crash may cut its last line short.
        }
    }

    private void HearError(string? text)
    {
        lock (_errors)
        {
            if (text is not null && _errors.Length < MaxErrorLength)
            {
                _errors.AppendLine(text);
            }
        }
    }
}
