using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;

namespace FruitSalad.PS.Tests.Module;

/// <summary>What the manifest says without running anything, as auto-loading and the gallery read it.</summary>
public sealed class ManifestTests
{
    private static readonly Hashtable Manifest = Read();

    [Fact]
    public void It_names_each_cmdlet_class_once_in_order()
    {
        var classes = typeof(Session).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
            .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}");

        Assert.Equal(classes.Order(StringComparer.Ordinal), List("CmdletsToExport"));
    }

    [Theory]
    [InlineData("FunctionsToExport")]
    [InlineData("AliasesToExport")]
    [InlineData("VariablesToExport")]
    public void It_exports_nothing_else(string key) => Assert.Empty(List(key));

    [Fact]
    public void It_names_each_format_file() => Assert.Equal(
        Directory.GetFiles(ModuleHost.ModuleFolder, "*.format.ps1xml").Select(Path.GetFileName).Order(),
        List("FormatsToProcess").Order());

    [Fact]
    public void Its_version_is_the_assemblies() => Assert.Equal(
        typeof(Session).Assembly.GetName().Version!.ToString(3), Manifest["ModuleVersion"]);

    [Fact]
    public void The_module_brings_no_engine() => Assert.DoesNotContain(
        Directory.GetFiles(Path.Combine(ModuleHost.ModuleFolder, "bin"), "*.dll", SearchOption.AllDirectories),
        path => Path.GetFileName(path).StartsWith("System.Management", StringComparison.Ordinal)
            || Path.GetFileName(path).StartsWith("Microsoft.PowerShell", StringComparison.Ordinal));

    private static IEnumerable<string> List(string key) => ((object[])Manifest[key]!).Cast<string>();

    private static Hashtable Read()
    {
        var file = Parser.ParseFile(ModuleHost.Manifest, out _, out var problems);
        Assert.Empty(problems);
        return (Hashtable)file.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false)!.SafeGetValue();
    }
}
