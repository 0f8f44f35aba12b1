using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FruitSalad.Contract;

namespace FruitSalad.Core.Tests.Contract;

/// <summary>The documentation comments of the core, as one line of text each.</summary>
internal static partial class CodeComments
{
    private static readonly Dictionary<string, XElement> Members = XElement
        .Load(Path.ChangeExtension(typeof(SaladJson).Assembly.Location, ".xml"), LoadOptions.PreserveWhitespace)
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public static string? Of(Type type) => Summary("T:" + type.FullName);

    public static string? Of(FieldInfo field) => Summary($"F:{field.DeclaringType!.FullName}.{field.Name}");

    public static string? Of(MethodInfo method) => Summary(Members.Keys.Single(
        name => name.StartsWith($"M:{method.DeclaringType!.FullName}.{method.Name}(", StringComparison.Ordinal)));

    /// <summary>A property's summary, or the text of the constructor's parameter that it is made from.</summary>
    public static string? Of(PropertyInfo property) =>
        Summary($"P:{property.DeclaringType!.FullName}.{property.Name}")
        ?? Text(Find("T:" + property.DeclaringType.FullName)?.Elements("param")
            .FirstOrDefault(param => param.Attribute("name")!.Value == property.Name));

    private static string? Summary(string member) => Text(Find(member)?.Element("summary"));

    private static XElement? Find(string member) => Members.GetValueOrDefault(member);

    private static string? Text(XElement? element) => element is null
        ? null
        : Spaces().Replace(string.Concat(element.DescendantNodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } reference => (reference.FirstAttribute?.Value ?? "").Split('(')[0].Split('.', ':')[^1],
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
