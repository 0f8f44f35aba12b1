namespace FruitSalad.PS.Tests.Module;

public sealed class ChildHostTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly string Script = Path.Combine("m", "child.ps1");

    public static TheoryData<string> Hosts => ModuleHost.Names;

    [Theory]
    [InlineData("/opt/salad", "/opt/salad.dll", "/opt/salad --child")]
    [InlineData("/usr/bin/dotnet", "/opt/salad.dll", "/usr/bin/dotnet /opt/salad.dll --child")]
    [InlineData("/opt/pwsh", "/opt/pwsh.dll", "/opt/pwsh -NoProfile -NonInteractive -InputFormat None -File *")]
    [InlineData("/usr/bin/dotnet", "/t/pwsh.dll", "/usr/bin/dotnet /t/pwsh.dll -NoProfile -NonInteractive -InputFormat None -File *")]
    public void A_child_runs_in_the_host_that_runs(string process, string program, string expected)
    {
        var command = ChildHost.Command("m", "nowhere", process, program)!.Value;

        Assert.Equal(expected.Replace("*", Script, StringComparison.Ordinal), Line(command));
    }

    [Fact]
    public void Another_host_borrows_the_pwsh_of_its_engine_if_it_has_one()
    {
        var home = Directory.CreateTempSubdirectory("fruitsalad-").FullName;
        try
        {
            Assert.Null(ChildHost.Command("m", home, "/opt/studio", "/opt/studio.dll"));

            var pwsh = Path.Combine(home, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
            File.WriteAllText(pwsh, "");

            var command = ChildHost.Command("m", home, "/opt/studio", "/opt/studio.dll")!.Value;
            Assert.Equal($"{pwsh} -NoProfile -NonInteractive -InputFormat None -File {Script}", Line(command));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Standard_input_reaches_the_child_line_by_line(string host)
    {
        var (executable, program) = ModuleHost.Locate(host);
        var (fileName, arguments) = ChildHost.Command(ModuleHost.ModuleFolder, "", executable, program)!.Value;
        using var child = ModuleHost.Start(fileName, [.. arguments, "worker"]);

        // Not settings: the child says so and ends, though its input stays open. One that never got the line would wait.
        await child.StandardInput.WriteLineAsync("é".AsMemory()).WaitAsync(Bound);
        await child.StandardInput.FlushAsync().WaitAsync(Bound);

        var run = await ModuleHost.EndAsync(child);
        Assert.Equal(2, run.Code);
        Assert.Contains("standard input", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static string Line((string FileName, string[] Arguments) command) =>
        string.Join(' ', [command.FileName, .. command.Arguments]);
}
