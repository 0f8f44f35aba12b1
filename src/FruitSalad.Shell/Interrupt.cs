using System.Management.Automation;
using System.Runtime.InteropServices;

namespace FruitSalad.Shell;

/// <summary>
/// Ctrl+C while a pipeline runs. The first one asks it to stop, without waiting: a blocking stop may never return. The
/// second one takes the system's way and ends the process.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly PowerShell _running;
    private readonly PosixSignalRegistration _registration;
    private int _signals;

    internal Interrupt(PowerShell running)
    {
        _running = running;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    }

    internal bool Stopped => Volatile.Read(ref _signals) > 0;

    public void Dispose() => _registration.Dispose();

    private void OnSignal(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _signals) == 1)
        {
            signal.Cancel = true;
            _running.BeginStop(null, null);
        }
    }
}
