using System.Globalization;
using System.Management.Automation.Host;

namespace FruitSalad.PS.Scripts;

/// <summary>The host of scripts on a worker: nobody sits there, so that it has nothing to ask and nowhere to show.</summary>
internal sealed class ScriptHost : PSHost
{
    private int? _exitCode;

    /// <inheritdoc/>
    public override string Name => "salad worker";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ScriptHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override PSHostUserInterface? UI => null;

    /// <summary>The code of `exit`, if the item's script said it; asked once an item.</summary>
    public int? TakeExitCode()
    {
        int? code = _exitCode;
        _exitCode = null;
        return code;
    }

    /// <summary>`exit` ends the item's script, not the worker.</summary>
    public override void SetShouldExit(int exitCode) => _exitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException(Strings.NobodyThere);

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException(Strings.NobodyThere);

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
