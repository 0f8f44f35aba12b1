using FruitSalad.Processes;

namespace FruitSalad.PS;

public abstract partial class SaladCommand
{
    /// <summary>How worker processes are started from here: in the host that is running.</summary>
    /// <exception cref="System.Management.Automation.PipelineStoppedException">There is none; the error is reported.</exception>
    private protected ChildCommand WorkerHost()
    {
        var home = GetVariableValue("PSHOME") as string ?? "";
        return ChildHost.Command(ChildHost.ModuleFolder, home) is { } command
            ? new ChildCommand(command.FileName, command.Arguments)
            : throw Terminating(Errors.WorkerHostUnavailable(Strings.NoChildHost));
    }
}
