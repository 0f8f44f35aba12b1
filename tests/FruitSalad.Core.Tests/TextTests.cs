using System.Text.RegularExpressions;
using System.Xml.Linq;
using FruitSalad.Tests;

namespace FruitSalad.Core.Tests;

/// <summary>Holds over the sources of every project: each English text has its French one.</summary>
public partial class TextTests
{
    public static TheoryData<string> Files => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.resx", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith(".fr.resx", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void French_has_the_same_keys_and_placeholders(string file)
    {
        var english = Read(file);
        var french = Read(Path.ChangeExtension(file, ".fr.resx"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), french.Keys.Order());
        Assert.All(english, text => Assert.Equal(Placeholders(text.Value), Placeholders(french[text.Key])));
        Assert.All(english, text => Assert.False(string.IsNullOrWhiteSpace(text.Value)));
        Assert.All(french, text => Assert.False(string.IsNullOrWhiteSpace(text.Value)));
    }

    private static Dictionary<string, string> Read(string file) => XElement.Load(Path.Combine(Repository.Root, file))
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct().Order();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Placeholder();
}
