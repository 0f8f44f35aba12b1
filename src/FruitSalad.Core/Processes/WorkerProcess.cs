using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>A worker in a child process: its crash is a real death. The child's end follows this process's end.</summary>
public sealed class WorkerProcess : ILocalWorker
{
    private const int MaxErrorLength = 4096;
    private readonly Process _process;
    private readonly LineLog _lines = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkerProcess(Process process, WorkerSettings settings)
    {
        _process = process;
        Id = settings.Id;
        ProcessId = process.Id;
        Name = settings.Name ?? $"W-{process.Id}";
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
    public static WorkerProcess Start(ChildCommand command, WorkerSettings settings)
    {
        Process process = ChildStart.Begin(command, "worker");
        var worker = new WorkerProcess(process, settings);
        worker.Attach(settings);
        return worker;
    }

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

    private void Attach(WorkerSettings settings)
    {
        _process.OutputDataReceived += (_, output) => Hear(output.Data);
        _process.ErrorDataReceived += (_, error) => HearError(error.Data);
        _process.Exited += (_, _) => _exited.TrySetResult(HowItEnded());
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (_process.HasExited)
        {
            // The event may have come before anybody listened.
            _exited.TrySetResult(HowItEnded());
        }

        // Where it has ended already, its exit says how.
        ChildStart.Tell(_process, JsonSerializer.Serialize(settings, ProcessJson.Default.WorkerSettings));
    }

    private WorkerExit HowItEnded() => _process.ExitCode switch
    {
        0 => WorkerExit.Left,
        1 or 2 => WorkerExit.Failed,
        _ => WorkerExit.Crashed,
    };

    private void Hear(string? text)
    {
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
