using System.Management.Automation;

namespace FruitSalad.PS.Commands;

/// <summary>Changes what a channel does to messages, while it runs.</summary>
/// <remarks>
/// <para>
/// What is not given stays as it is. The change is for messages that come from now on; what is on its way arrives as it
/// was drawn. While a channel is cut nothing passes, and that a connection has ended is told when it heals.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladChannel | Set-SaladChannel -Partition</code>
/// <para>Cuts it.</para>
/// </example>
/// <example>
/// <code>Get-SaladChannel | Set-SaladChannel -Heal -Loss 0</code>
/// <para>Heals it, and loses nothing any more.</para>
/// </example>
/// <seealso cref="StartSaladChannelCommand"/>
[Cmdlet(VerbsCommon.Set, "SaladChannel", SupportsShouldProcess = true)]
[OutputType(typeof(SaladChannel))]
public sealed class SetSaladChannelCommand : ChannelCommand
{
    /// <summary>The channels, as Start-SaladChannel or Get-SaladChannel returned them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SaladChannel[] Channel { get; set; } = [];

    /// <summary>Makes it whole again.</summary>
    [Parameter]
    public SwitchParameter Heal { get; set; }

    /// <summary>Returns the channels.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var channel in Channel)
        {
            if (!ShouldProcess(channel.ToString()))
            {
                continue;
            }

            channel.Plan = Change(channel.Plan);
            if (Partition || Heal)
            {
                channel.IsCut = Partition;
            }

            if (PassThru)
            {
                WriteObject(channel);
            }
        }
    }
}
