using System.Management.Automation;

namespace FruitSalad.PS.Commands;

/// <summary>Ends channels, and every connection through them.</summary>
/// <remarks><para>Workers behind one see their connection break and look for the master at the channel's port.</para></remarks>
/// <example>
/// <code>Get-SaladChannel | Stop-SaladChannel</code>
/// <para>Ends them all.</para>
/// </example>
/// <seealso cref="StartSaladChannelCommand"/>
[Cmdlet(VerbsLifecycle.Stop, "SaladChannel", SupportsShouldProcess = true)]
public sealed class StopSaladChannelCommand : PSCmdlet
{
    /// <summary>The channels, as Start-SaladChannel or Get-SaladChannel returned them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public SaladChannel[] Channel { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var channel in Channel.Where(channel => ShouldProcess(channel.ToString())))
        {
            channel.Dispose();
        }
    }
}
