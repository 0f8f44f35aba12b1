using System.Management.Automation;
using System.Reflection;

namespace FruitSalad.PS.Tests.Module;

/// <summary>What a user has after Import-Module, in each host, in a process of its own.</summary>
public sealed class ImportTests
{
    private static readonly string[] Cmdlets = [.. typeof(Session).Assembly.GetTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
        .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}").Order()];

    public static TheoryData<string> Hosts => ModuleHost.Names;

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task All_cmdlets_are_exported_and_nothing_else(string host)
    {
        var exported = await ModuleHost.LinesAsync(host, "(Get-Module FruitSalad.PS).ExportedCommands.Keys");

        Assert.Equal(Cmdlets, exported.Order());
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task They_work_after_each_import(string host)
    {
        const string Use = "; (Measure-SaladRace -Mode Scheduled).Lost; @(Get-Command -Module FruitSalad.PS).Count; ";

        var lines = await ModuleHost.LinesAsync(host,
            Use
            + "Remove-Module FruitSalad.PS; @(Get-Command Measure-SaladRace -ErrorAction Ignore).Count;"
            + $"Import-Module '{ModuleHost.Manifest}'" + Use
            + $"Import-Module '{ModuleHost.Manifest}' -Force" + Use
            + "Remove-Module FruitSalad.PS; @(Get-Command Measure-SaladRace -ErrorAction Ignore).Count;");

        var all = $"{Cmdlets.Length}";
        Assert.Equal(["1", all, "0", "1", all, "1", all, "0"], lines);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Packages_stay_out_of_the_hosts_load_context(string host)
    {
        // A call between worker and master needs them for certain.
        var lines = await ModuleHost.LinesAsync(host, """
            $master = Start-SaladMaster -Port 0 -TimeScale 0.01 -WarningAction Ignore
            $null = Start-SaladWorker -Master $master -InProcess
            $null = Wait-Salad -Master $master -TimeoutSeconds 60
            foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
                foreach ($assembly in $context.Assemblies) {
                    if ($assembly.IsDynamic) { continue }
                    "$($context.Name) $($assembly.GetName().Name) $($assembly.Location)"
                }
            }
            Remove-Module FruitSalad.PS
            """);

        var loaded = lines.Select(line => line.Split(' ', 3))
            .Select(parts => (Context: parts[0], Name: parts[1], Path: parts[2])).ToList();
        var packages = new[] { "Newtonsoft.Json", "StreamJsonRpc" };

        // The host may bring packages of the same name: then ours are a second copy, and the first is not ours.
        var ours = loaded
            .Where(assembly => assembly.Path.StartsWith(ModuleHost.ModuleFolder, StringComparison.Ordinal)).ToList();
        Assert.Equal("FruitSalad.PS.Loader", Assert.Single(ours, assembly => assembly.Context == "Default").Name);
        Assert.Equal(packages, ours.Select(assembly => assembly.Name).Intersect(packages).Order());
        Assert.DoesNotContain(loaded, assembly => assembly is { Context: "Default", Name: "StreamJsonRpc" });
        Assert.Single(loaded, assembly => assembly.Name == "FruitSalad.Core");
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Texts_are_french_where_the_culture_is(string host)
    {
        var lines = await ModuleHost.LinesAsync(host, """
            foreach ($culture in 'en-US', 'fr-FR') {
                [cultureinfo]::CurrentUICulture = $culture
                $step = "$((Measure-SaladRace -Mode Scheduled).Steps)"
                try { Measure-SaladRace -Schedule 1, 3 } catch { $problem = $_.ToString() }
                [cultureinfo]::CurrentUICulture = 'en-US'
                $step
                $problem
            }
            """);

        // The core's satellite and the cmdlets' one.
        Assert.Equal(4, lines.Length);
        Assert.NotEqual(lines[0], lines[2]);
        Assert.StartsWith("The schedule names the thread 3", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("L'ordonnancement", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Short_names_of_types_come_and_go(string host)
    {
        const string Ours = """
            ; "$(foreach ($name in $table::Get.Keys) { if ($name.StartsWith('Salad')) { $name } })";
            """;

        var lines = await ModuleHost.LinesAsync(host,
            "$table = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')" + Ours
            + "[SaladPolicy].FullName; Remove-Module FruitSalad.PS; 'removed'" + Ours
            + $"Import-Module '{ModuleHost.Manifest}'" + Ours);

        Assert.Equal(Session.Accelerators.Keys, lines[0].Split(' ').Order(StringComparer.Ordinal));
        Assert.Equal(["FruitSalad.Tasks.SaladPolicy", "removed"], lines[1..3]);
        Assert.Equal(Session.Accelerators.Keys, lines[^1].Split(' ').Order(StringComparer.Ordinal));

        // An empty line is left out: there is no name between the removal and the import.
        Assert.Equal(4, lines.Length);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Help_is_found(string host)
    {
        var lines = await ModuleHost.LinesAsync(host, """
            foreach ($name in (Get-Module FruitSalad.PS).ExportedCmdlets.Keys) {
                $help = Get-Help $name -Full
                $first = $help.parameters.parameter[0].description[0].Text
                "$name|$($help.Synopsis)|$(@($help.examples.example).Count)|$first"
            }
            """);

        Assert.Equal(Cmdlets, lines.Select(line => line.Split('|')[0]).Order());
        Assert.All(lines, line =>
        {
            var parts = line.Split('|');
            Assert.EndsWith(".", parts[1], StringComparison.Ordinal);
            Assert.NotEqual("0", parts[2]);
        });
        Assert.Contains(lines, line => line.Contains("|Increments that each thread makes", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task The_wire_is_explained(string host) => Assert.Contains(
        "fruitsalad/1 SIDE ROLE CALLER-NONCE MASTER-NONCE",
        await ModuleHost.LinesAsync(host, "Get-Help about_FruitSalad_Wire | ForEach-Object { \"$_\" }"));

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Removal_ends_what_the_session_started(string host)
    {
        var lines = await ModuleHost.LinesAsync(host, """
            $master = Start-SaladMaster -Port 0 -WarningAction Ignore
            $worker = Start-SaladWorker -Master $master
            $process = [System.Diagnostics.Process]::GetProcessById($worker.ProcessId)
            $process.HasExited
            Remove-Module FruitSalad.PS
            $process.WaitForExit(5000)
            try { [System.Net.Sockets.TcpClient]::new($master.Address, $master.Port); 'listens' } catch { 'refused' }
            """);

        Assert.Equal(["False", "True", "refused"], lines);
    }

    [Fact]
    public async Task Without_a_build_the_import_says_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("fruitsalad-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(ModuleHost.ModuleFolder))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            var run = await ModuleHost.RunAsync(
                ModuleHost.Salad, $"Import-Module '{Path.Combine(folder, "FruitSalad.PS.psd1")}'");

            Assert.NotEqual(0, run.Code);
            Assert.Contains("dotnet build", run.Output + run.Errors, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
