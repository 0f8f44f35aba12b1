using System.Management.Automation;

namespace FruitSalad.PS.Commands;

/// <summary>Shows the masters of this session: those that it started or joined, and has not stopped.</summary>
/// <remarks>
/// <para>
/// Where a cmdlet is given no master, it takes the only one of these; when there are several, it asks which.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladMaster</code>
/// <para>Shows each master's name, address, seed and time scale.</para>
/// </example>
/// <example>
/// <code>Get-SaladMaster | Stop-SaladMaster</code>
/// <para>Stops them all.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SaladMaster")]
[OutputType(typeof(SaladMasterHandle))]
public sealed class GetSaladMasterCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Session.Masters, enumerateCollection: true);
}
