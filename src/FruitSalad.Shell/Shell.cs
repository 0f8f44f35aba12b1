namespace FruitSalad.Shell;

/// <summary>One run of the program: its options, one session, an exit code.</summary>
internal static class Shell
{
    internal static int Run(string[] arguments)
    {
        var options = ShellOptions.Parse(arguments);
        if (options.Problem is { } problem)
        {
            Console.Error.WriteLine(problem);
            Console.Error.WriteLine(Texts.Usage);
            return ExitCodes.BadUsage;
        }

        if (options.Help || options.Version)
        {
            Console.WriteLine(options.Help ? Texts.Usage : Texts.VersionLine);
            return ExitCodes.Success;
        }

        var module = ModuleFolder.Find();
        if (module.Problem is not null)
        {
            Console.Error.WriteLine(module.Problem);
            return ExitCodes.Failure;
        }

        using var session = new ShellSession(module, options);
        return session.ImportFailed ? ExitCodes.Failure : Run(options, session);
    }

    private static int Run(ShellOptions options, ShellSession session)
    {
        if (options.Script is { } script)
        {
            return session.RunScript(script, options.ScriptArguments);
        }

        var fromInput = options.Command == "-"
            || (options.Command is null && !options.Interactive && Console.IsInputRedirected);
        if (fromInput || options.Command is not null)
        {
            return session.RunText(fromInput ? Console.In.ReadToEnd() : options.Command!);
        }

        if (!options.NoLogo)
        {
            Console.WriteLine(Texts.Welcome);
        }

        return new PromptLoop(session).Run();
    }
}
