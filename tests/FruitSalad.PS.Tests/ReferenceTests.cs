using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using FruitSalad.PS.Tests.Module;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests;

/// <summary>Who may know whom: projects by their references, the core's folders by the types that they name.</summary>
public sealed class ReferenceTests
{
    private static readonly Assembly Core = typeof(SaladTask).Assembly;
    private static readonly Assembly Stores = typeof(SaladStore).Assembly;

    private static readonly string[] Deciding =
        ["Simulation", "Store", "Journal", "Tasks", "Contract", "Master", "Worker", "History"];

    public static TheoryData<string> Folders => [.. Deciding.Where(folder => TypesOf(folder).Any())];

    public static TheoryData<string> PublicTypes => [.. new[] { Core, Stores, typeof(Session).Assembly }
        .SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.AssemblyQualifiedName!)];

    [Theory]
    [InlineData("FruitSalad.Core", "")]
    [InlineData("FruitSalad.Stores", "FruitSalad.Core")]
    [InlineData("FruitSalad.PS", "FruitSalad.Core FruitSalad.Stores")]
    [InlineData("FruitSalad.PS.Loader", "")]
    [InlineData("salad", "")]
    public void Projects_know_each_other_in_one_direction(string assembly, string known)
    {
        var path = assembly == "salad"
            ? ModuleHost.SaladProgram
            : Path.Combine(ModuleHost.ModuleFolder, "bin", assembly + ".dll");
        using var image = new PEReader(File.OpenRead(path));
        var reader = image.GetMetadataReader();

        Assert.Equal(
            known.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))
                .Where(name => name.StartsWith("FruitSalad", StringComparison.Ordinal) || name == "salad").Order());
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Where_decisions_are_made_nobody_knows_a_socket(string folder) => Assert.Empty(Forbidden(folder));

    [Fact]
    public void The_rule_finds_what_it_looks_for()
    {
        var found = Forbidden("Rpc").ToList();

        Assert.Contains(found, line => line.EndsWith(" System.Net.Sockets.TcpListener", StringComparison.Ordinal));
        Assert.Contains(found, line => line.EndsWith(" StreamJsonRpc.JsonRpc", StringComparison.Ordinal));
        Assert.Contains(found, line => line.Contains(" FruitSalad.Rpc.", StringComparison.Ordinal));
        Assert.Contains("Tasks", Folders.Select(row => row.Data));
    }

    [Theory]
    [MemberData(nameof(PublicTypes))]
    public void No_public_type_exposes_a_packages(string name) => Assert.Empty(NamedTypes
        .Exposed(Type.GetType(name, throwOnError: true)!)
        .Where(type => !IsTheHosts(type) && type.Assembly != Core && type.Assembly != Stores && type.Assembly != typeof(Session).Assembly)
        .Select(type => type.FullName));

    [Fact]
    public void A_packages_type_is_not_taken_for_the_hosts() => Assert.False(IsTheHosts(
        Core.GetTypes().SelectMany(NamedTypes.Of).First(type => type.Namespace == "StreamJsonRpc")));

    private static IEnumerable<string> Forbidden(string folder) =>
        from type in TypesOf(folder)
        from named in NamedTypes.Of(type)
        where named.Namespace is { } space && (space == "System.Net.Sockets"
            || named.Assembly.GetName().Name == "StreamJsonRpc"
            || space.StartsWith("FruitSalad.Rpc", StringComparison.Ordinal)
            || space.StartsWith("FruitSalad.Processes", StringComparison.Ordinal))
        select $"{type.FullName} names {named.FullName}";

    private static IEnumerable<Type> TypesOf(string folder) => Core.GetTypes().Where(type => !type.IsNested
        && (type.Namespace + ".").StartsWith($"FruitSalad.{folder}.", StringComparison.Ordinal));

    /// <summary>The runtime's own, or the engine's: what is there without any package of ours.</summary>
    private static bool IsTheHosts(Type type) => type.Assembly == typeof(System.Management.Automation.PSCmdlet).Assembly
        || Path.GetDirectoryName(type.Assembly.Location) == Path.GetDirectoryName(typeof(object).Assembly.Location);
}
