using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace FruitSalad.Shell;

/// <summary>
/// Ends every pipeline of this host: the engine's own Out-Default, but an error about a cmdlet that only pwsh has says
/// so. (The engine's event for a command that is not found can only replace the command, and with it what a script that
/// asks whether the command exists is told.)
/// </summary>
public sealed class ShowOutputCommand : OutDefaultCommand
{
    internal static CmdletInfo Cmdlet { get; } = new("Out-Default", typeof(ShowOutputCommand));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is ErrorRecord { Exception: CommandNotFoundException missing } error
            && StandardCmdlets.Find(missing.CommandName) is { } name)
        {
            error.ErrorDetails = new ErrorDetails(Texts.NeedsPwsh(name));
        }

        base.ProcessRecord();
    }
}
