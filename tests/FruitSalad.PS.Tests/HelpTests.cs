using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using FruitSalad.PS.Commands;
using FruitSalad.Tests;
using static System.StringComparison;

namespace FruitSalad.PS.Tests;

/// <summary>Holds the help file that the build wrote against the cmdlets' classes: no gap, nothing invented.</summary>
public class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Dictionary<string, Type> Cmdlets = typeof(MeasureSaladRaceCommand).Assembly
        .GetExportedTypes()
        .Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null)
        .ToDictionary(type => type.GetCustomAttribute<CmdletAttribute>() is var c ? $"{c!.VerbName}-{c.NounName}" : "");

    private static readonly Dictionary<string, XElement> Help = XElement
        .Load(Path.Combine(Repository.Root, "module", "FruitSalad.PS", "en-US", "FruitSalad.PS.dll-Help.xml"))
        .Elements(Command + "command")
        .ToDictionary(command => command.Element(Command + "details")!.Element(Command + "name")!.Value);

    public static TheoryData<string> Names => [.. Cmdlets.Keys];

    [Fact]
    public void Every_cmdlet_has_help_and_nothing_else_has() => Assert.Equal(Cmdlets.Keys.Order(), Help.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Synopsis_and_description_are_there(string name)
    {
        Assert.NotEmpty(Text(Help[name].Element(Command + "details")!));
        Assert.NotEmpty(Text(Help[name]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Examples_have_the_command_and_a_text(string name)
    {
        var examples = Help[name].Element(Command + "examples")!.Elements().ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.NotEmpty(example.Element(Dev + "code")!.Value));
        Assert.All(examples, example => Assert.NotEmpty(example.Element(Dev + "remarks")!.Value));
        Assert.Contains(examples, example => example.Element(Dev + "code")!.Value.Contains(name, Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_parameter_has_a_text(string name)
    {
        var parameters = Help[name].Element(Command + "parameters")!.Elements().ToList();
        var engine = new[] { "Confirm", "WhatIf" };

        Assert.Equal(ParametersOf(Cmdlets[name]), parameters.Select(NameOf).Except(engine).Order());
        Assert.Empty(parameters.Where(parameter => Text(parameter).Length == 0).Select(NameOf));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Syntax_has_the_parameter_sets_of_the_engine(string name)
    {
        var engine = new CmdletInfo(name, Cmdlets[name]).ParameterSets.Select(set => set.Parameters
            .Select(parameter => parameter.Name).Except(Cmdlet.CommonParameters).Order());
        var written = Help[name].Element(Command + "syntax")!.Elements()
            .Select(set => set.Elements(Command + "parameter").Select(NameOf).Order());

        Assert.Equal(Lines(engine), Lines(written));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_types_are_named(string name)
    {
        var declared = Cmdlets[name].GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type)
            .Select(type => type.Name).Distinct();

        Assert.Equal(declared, Help[name].Descendants(Command + "returnValue").Select(output => output.Value));
    }

    private static IEnumerable<string> Lines(IEnumerable<IEnumerable<string>> sets) =>
        sets.Select(set => string.Join(' ', set)).Order();

    private static IEnumerable<string> ParametersOf(Type cmdlet) => cmdlet.GetProperties()
        .Where(property => property.GetCustomAttributes<ParameterAttribute>().Any(parameter => !parameter.DontShow))
        .Select(property => property.Name).Order();

    private static string NameOf(XElement parameter) => parameter.Element(Maml + "name")!.Value;

    private static string Text(XElement element) => element.Element(Maml + "description")!.Value;
}
