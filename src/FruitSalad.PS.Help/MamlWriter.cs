using System.Globalization;
using System.Xml.Linq;

namespace FruitSalad.PS.Help;

/// <summary>Writes cmdlets and their comments in the format that Get-Help reads.</summary>
internal sealed class MamlWriter(XmlComments comments)
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Root = "http://msh";

    public XDocument Write(IEnumerable<Cmdlet> cmdlets) => new(new XElement(Root + "helpItems",
        new XAttribute("schema", "maml"),
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        cmdlets.Select(Write)));

    private XElement Write(Cmdlet cmdlet) => new(Command + "command",
        new XElement(Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            Description(comments.Of(cmdlet.Type, "summary")),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun)),
        Description(comments.Of(cmdlet.Type, "remarks")),
        new XElement(Command + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(parameter => Write(parameter, parameter.Places[0], Text(parameter)))),
        new XElement(Command + "inputTypes", Inputs(cmdlet).Select(type => Typed(Command + "inputType", type))),
        new XElement(Command + "returnValues", cmdlet.Outputs.Select(type => Typed(Command + "returnValue", type))),
        new XElement(Command + "examples", comments.Of(cmdlet.Type, "example").Select(Example)),
        new XElement(Maml + "relatedLinks", comments.Of(cmdlet.Type, "seealso").Select(link =>
            new XElement(Maml + "navigationLink",
                new XElement(Maml + "linkText", XmlComments.NameOf(link)),
                new XElement(Maml + "uri", link.Attribute("href")?.Value)))));

    private XElement Syntax(Cmdlet cmdlet, string set)
    {
        // The order of the engine's own syntax: by position, then mandatory ones, then as written.
        var parameters = cmdlet.Parameters.Select(parameter => (Parameter: parameter, Place: parameter.In(set)))
            .Where(pair => pair.Place is not null)
            .OrderBy(pair => pair.Place!.Position ?? int.MaxValue).ThenBy(pair => !pair.Place!.Mandatory);
        return new XElement(Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            parameters.Select(pair => Write(pair.Parameter, pair.Place!, [])));
    }

    private XElement Write(Parameter parameter, Parameter.Place place, IEnumerable<string> text) => new(
        Command + "parameter",
        new XAttribute("required", place.Mandatory ? "true" : "false"),
        new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
        new XAttribute("globbing", "false"),
        new XAttribute("pipelineInput", place.PipelineInput),
        new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(Maml + "name", parameter.Name),
        new XElement(Maml + "description", text.Select(Para)),
        parameter.IsSwitch ? null : new XElement(Command + "parameterValue",
            new XAttribute("required", "true"),
            new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
            parameter.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName)),
        new XElement(Dev + "defaultValue", Default(parameter)));

    private string? Default(Parameter parameter) => parameter.Property is null
        ? null
        : XmlComments.Paragraphs(comments.Of(parameter.Property, "value")).FirstOrDefault();

    /// <summary>The parameter's comment, then what type and attributes say about the values that it takes.</summary>
    private List<string> Text(Parameter parameter)
    {
        if (parameter.Property is null)
        {
            return [parameter.Text!];
        }

        var written = XmlComments.Paragraphs(comments.Of(parameter.Property, "summary")).ToList();
        if (written.Count > 0 && parameter.Range is var (least, most))
        {
            written.Add($"From {least} to {most}.");
        }

        if (written.Count > 0 && parameter.AcceptedValues is { Count: > 0 } values)
        {
            var told = values.SelectMany(value => XmlComments
                .Paragraphs(comments.OfValue(parameter.ElementType, value, "summary"))
                .Select(summary => $"- {value}: {summary}")).ToList();
            written.AddRange(told.Count > 0 ? told : ["One of: " + string.Join(", ", values) + "."]);
        }

        return written;
    }

    private static XElement Example(XElement example, int index) => new(Command + "example",
        new XElement(Maml + "title", $"------- Example {index + 1} -------"),
        new XElement(Dev + "code", string.Join('\n', example.Elements("code").Select(XmlComments.Code))),
        // Get-Help puts the next example's title right under the last paragraph.
        new XElement(Dev + "remarks", XmlComments.Paragraphs([example]).Append("").Select(Para)));

    private static IEnumerable<string> Inputs(Cmdlet cmdlet) => cmdlet.Parameters
        .Where(parameter => parameter.Places.Any(place => place.FromPipeline))
        .Select(parameter => parameter.ElementType.FullName!).Distinct();

    private static XElement Typed(XName name, string type) => new(name,
        new XElement(Dev + "type", new XElement(Maml + "name", type)));

    private static XElement Description(IEnumerable<XElement> comment) =>
        new(Maml + "description", XmlComments.Paragraphs(comment).Select(Para));

    private static XElement Para(string text) => new(Maml + "para", text);
}
