using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS.Commands;

/// <summary>Waits until a salad has ended, and returns its final status.</summary>
/// <remarks>
/// <para>
/// A salad ends when no more tasks will come and every task is done, dead, or waits for a dead one; also when nobody
/// gives a sign of life for too long, or when its master is stopped. EndReason tells which. Neither a timeout nor
/// Ctrl+C stops anything but the wait.
/// </para>
/// </remarks>
/// <example>
/// <code>$status = Wait-Salad -TimeoutSeconds 60</code>
/// <para>Waits for a minute at most; a salad that has not ended by then is an error, SaladWaitTimeout.</para>
/// </example>
/// <example>
/// <code>Get-SaladMaster | Wait-Salad</code>
/// <para>Waits for all salads of this session.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "Salad")]
[OutputType(typeof(MasterStatus))]
public sealed class WaitSaladCommand : MasterCommand
{
    private readonly long _begun = TimeProvider.System.GetTimestamp();

    /// <summary>For how long to wait, in seconds of real time: for all masters together.</summary>
    /// <value>As long as it takes</value>
    [Parameter]
    [ValidateRange(0, 1e6)]
    public double? TimeoutSeconds { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        TimeSpan? left = TimeoutSeconds is { } seconds
            ? TimeSpan.FromSeconds(seconds) - TimeProvider.System.GetElapsedTime(_begun)
            : null;
        var status = WaitForEnd(master, left);
        if (status.State == SaladState.Ended)
        {
            WriteObject(status);
        }
        else
        {
            WriteError(Errors.SaladWaitTimeout(master, TimeoutSeconds!.Value));
        }
    }
}
