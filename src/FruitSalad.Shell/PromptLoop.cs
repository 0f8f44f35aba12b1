using System.Management.Automation.Language;
using System.Runtime.InteropServices;

namespace FruitSalad.Shell;

/// <summary>Reads statements and runs them until `exit` or the end of the input.</summary>
internal sealed class PromptLoop(ShellSession session)
{
    internal int Run()
    {
        // Between two pipelines Ctrl+C has nothing to stop: it must not end the host.
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        while (session.ExitCode is null && ReadStatement() is { } statement)
        {
            session.RunInput(statement);
        }

        return session.ExitCode ?? ExitCodes.Success;
    }

    /// <summary>One whole input: lines are read on while the language expects more.</summary>
    private string? ReadStatement()
    {
        Console.Write(session.Evaluate("prompt") ?? "> ");
        var statement = Console.ReadLine();
        while (statement is not null && IsIncomplete(statement))
        {
            Console.Write(">> ");
            if (Console.ReadLine() is not { } line)
            {
                break;
            }

            statement += "\n" + line;
        }

        return statement;
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
