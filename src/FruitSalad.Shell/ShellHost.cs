using System.Globalization;
using System.Management.Automation.Host;

namespace FruitSalad.Shell;

/// <summary>What the engine asks of the program that hosts it.</summary>
internal sealed class ShellHost(PSHostUserInterface ui) : PSHost
{
    public override string Name => "salad";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => ui;

    /// <summary>The code of `exit`, once a script has said it.</summary>
    internal int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException(Texts.NoNestedPrompt);

    public override void ExitNestedPrompt() => throw new NotSupportedException(Texts.NoNestedPrompt);

    // A native program has the terminal while it runs; nothing of this host's is in its way.
    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
