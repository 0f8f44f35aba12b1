using FruitSalad.Chaos;
using FruitSalad.Stores.Tests;

// The test runner's own entry point, but for a child that a test kills: that is no test run.
if (ChildProcesses.IsOne(args))
{
    return ChildProcesses.Run(args);
}

return await (args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args));
