using System.Management.Automation;
using System.Management.Automation.Internal;

namespace FruitSalad.Shell;

/// <summary>
/// The console's two writers and the one line of progress between them. Any thread may write: one lock keeps lines
/// whole. The progress line is wiped before anything else is written, and drawn again at the next record.
/// </summary>
internal sealed class ConsoleScreen
{
    private readonly Lock _lock = new();
    private readonly bool _errorColours = Allowed && !Console.IsErrorRedirected;
    private readonly bool _progress = !Console.IsOutputRedirected && !Console.IsErrorRedirected;
    private bool _progressShown;

    internal bool OutputColours { get; } = Allowed && !Console.IsOutputRedirected;

    private static bool Allowed { get; } = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    internal void Write(string text)
    {
        lock (_lock)
        {
            WipeProgress();
            Console.Out.Write(OutputColours ? text : Plain(text));
        }
    }

    internal void WriteError(string style, string text)
    {
        lock (_lock)
        {
            WipeProgress();
            Console.Error.WriteLine(_errorColours ? style + text + PSStyle.Instance.Reset : Plain(text));
        }
    }

    internal void ShowProgress(ProgressRecord record)
    {
        // Detail below the outermost activity would flicker on a single line.
        if (!_progress || record.ParentActivityId >= 0)
        {
            return;
        }

        lock (_lock)
        {
            WipeProgress();
            if (record.RecordType == ProgressRecordType.Processing)
            {
                Console.Out.Write(ProgressLine.Of(record, Console.WindowWidth - 1));
                _progressShown = true;
            }
        }
    }

    private static string Plain(string text) => new StringDecorated(text).ToString(OutputRendering.PlainText);

    private void WipeProgress()
    {
        if (_progressShown)
        {
            Console.Out.Write("\r" + new string(' ', Math.Max(0, Console.WindowWidth - 1)) + "\r");
            _progressShown = false;
        }
    }
}
