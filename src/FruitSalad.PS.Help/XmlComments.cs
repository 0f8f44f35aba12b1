using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FruitSalad.PS.Help;

/// <summary>The documentation comments that the compiler wrote beside the assemblies.</summary>
internal sealed partial class XmlComments
{
    private readonly Dictionary<string, XElement> _members = [];

    public static XmlComments ReadFolder(string folder)
    {
        var comments = new XmlComments();
        foreach (var file in Directory.EnumerateFiles(folder, "FruitSalad.*.xml"))
        {
            foreach (var member in XElement.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
            {
                comments._members[member.Attribute("name")!.Value] = member;
            }
        }

        return comments;
    }

    public IEnumerable<XElement> Of(Type type, string element) => Of("T:" + type.FullName, element);

    public IEnumerable<XElement> Of(PropertyInfo property, string element) =>
        Of($"P:{property.DeclaringType!.FullName}.{property.Name}", element);

    public IEnumerable<XElement> OfValue(Type enumType, string value, string element) =>
        Of($"F:{enumType.FullName}.{value}", element);

    /// <summary>The text of elements as paragraphs: each para element, and what stands between them.</summary>
    public static IEnumerable<string> Paragraphs(IEnumerable<XElement> elements)
    {
        foreach (var element in elements)
        {
            var between = new List<XNode>();
            // The end of the element closes the last paragraph, as a para element would.
            foreach (var node in element.Nodes().Append<XNode?>(null))
            {
                if (node is null or XElement { Name.LocalName: "para" })
                {
                    foreach (var text in new[] { Flatten(between), Flatten((node as XElement)?.Nodes() ?? []) })
                    {
                        if (text.Trim() is { Length: > 0 } paragraph)
                        {
                            yield return paragraph;
                        }
                    }

                    between.Clear();
                }
                else if (node is not XElement { Name.LocalName: "code" })
                {
                    between.Add(node);
                }
            }
        }
    }

    /// <summary>The lines of a code element, without the indentation that all share.</summary>
    public static string Code(XElement code)
    {
        var lines = code.Value.Trim('\r', '\n').TrimEnd().Split('\n').Select(line => line.TrimEnd()).ToArray();
        var indentation = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length > indentation ? line[indentation..] : ""));
    }

    /// <summary>What a reference reads like: a cmdlet's name for its class, else the last part of the name.</summary>
    public static string NameOf(XElement reference)
    {
        var written = reference.Value.Trim();
        var target = reference.Attribute("cref")?.Value ?? reference.Attribute("langword")?.Value
            ?? reference.Attribute("name")?.Value ?? reference.Attribute("href")?.Value ?? "";
        var name = target.StartsWith("http", StringComparison.Ordinal) ? target : target.Split('.', ':')[^1];
        return written.Length > 0 ? written : CommandClass().Replace(name, "$1-$2");
    }

    private IEnumerable<XElement> Of(string member, string element) =>
        _members.TryGetValue(member, out var found) ? found.Elements(element) : [];

    private static string Flatten(IEnumerable<XNode> nodes) => Spaces().Replace(string.Concat(nodes.Select(Text)), " ");

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } reference => NameOf(reference),
        XElement other => Flatten(other.Nodes()),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^([A-Z][a-z]+)([A-Z][A-Za-z]*)Command$")]
    private static partial Regex CommandClass();
}
