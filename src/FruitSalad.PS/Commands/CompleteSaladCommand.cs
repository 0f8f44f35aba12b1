using System.Management.Automation;

namespace FruitSalad.PS.Commands;

/// <summary>Says that no more tasks will come: the salad ends when those that are there have ended.</summary>
/// <remarks>
/// <para>
/// Only a master that was started with -KeepOpen waits for this; a recipe is complete from the start. Saying it twice
/// does no harm.
/// </para>
/// </remarks>
/// <example>
/// <code>Complete-Salad; Wait-Salad</code>
/// <para>Closes the list of the only master of this session and waits for what is left to do.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Complete, "Salad", SupportsShouldProcess = true)]
[OutputType(typeof(SaladMasterHandle))]
public sealed class CompleteSaladCommand : MasterCommand
{
    /// <summary>Returns the master.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(SaladMasterHandle master)
    {
        if (!ShouldProcess(master.ToString()))
        {
            return;
        }

        Await(master.Calls.CloseAsync(StopToken));
        if (PassThru)
        {
            WriteObject(master);
        }
    }
}
