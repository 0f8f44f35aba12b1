using System.Management.Automation;

namespace FruitSalad.PS.Commands;

/// <summary>Shows the channels of this session, and what they have done to messages.</summary>
/// <example>
/// <code>Get-SaladChannel</code>
/// <para>How many messages each has carried, lost, damaged and doubled.</para>
/// </example>
/// <remarks><para>A channel ends with the session that started it, or with Stop-SaladChannel.</para></remarks>
/// <seealso cref="StartSaladChannelCommand"/>
[Cmdlet(VerbsCommon.Get, "SaladChannel")]
[OutputType(typeof(SaladChannel))]
public sealed class GetSaladChannelCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(Session.Channels, enumerateCollection: true);
}
