using System.Management.Automation;
using System.Management.Automation.Host;

namespace FruitSalad.Shell;

/// <summary>Shows every stream of the engine on the console: errors on standard error, all else on standard output.</summary>
internal sealed partial class ConsoleInterface(bool canPrompt) : PSHostUserInterface
{
    private readonly ConsoleScreen _screen = new();

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawInterface();

    public override bool SupportsVirtualTerminal => _screen.OutputColours;

    /// <summary>Whether what comes as output is about a failure, and belongs on standard error.</summary>
    internal bool ShowsFailure { get; set; }

    private static PSStyle.FormattingData Style => PSStyle.Instance.Formatting;

    public override void Write(string value) => _screen.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        _screen.Write(Coloured(foregroundColor, backgroundColor, value));

    public override void WriteLine(string value)
    {
        if (ShowsFailure)
        {
            WriteErrorLine(value);
        }
        else
        {
            _screen.Write(value + Environment.NewLine);
        }
    }

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteLine(Coloured(foregroundColor, backgroundColor, value));

    public override void WriteErrorLine(string value)
    {
        // The formatter sets errors apart by an empty line, which is noise in a log.
        if (value.Length > 0)
        {
            _screen.WriteError(Style.Error, value);
        }
    }

    public override void WriteWarningLine(string message) => WriteLine(Styled(Style.Warning, "WARNING: " + message));

    public override void WriteVerboseLine(string message) => WriteLine(Styled(Style.Verbose, "VERBOSE: " + message));

    public override void WriteDebugLine(string message) => WriteLine(Styled(Style.Debug, "DEBUG: " + message));

    public override void WriteProgress(long sourceId, ProgressRecord record) => _screen.ShowProgress(record);

    private static string Styled(string style, string text) => style + text + PSStyle.Instance.Reset;

    // A script that knows no colour of the screen passes on what RawUI said: -1 in either place means "as it is".
    private static string Coloured(ConsoleColor foreground, ConsoleColor background, string text)
    {
        var style = (Enum.IsDefined(foreground) ? PSStyle.MapForegroundColorToEscapeSequence(foreground) : "")
            + (Enum.IsDefined(background) ? PSStyle.MapBackgroundColorToEscapeSequence(background) : "");
        return style.Length == 0 ? text : Styled(style, text);
    }
}
