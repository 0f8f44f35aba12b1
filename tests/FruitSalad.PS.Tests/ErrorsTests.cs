using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace FruitSalad.PS.Tests;

public class ErrorsTests
{
    public static TheoryData<string> Names => [.. All().Select(error => error.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_name_is_the_id_and_the_text_is_filled_in_in_both_languages(string name)
    {
        var english = Make(name, "en-US");
        var french = Make(name, "fr-FR");

        Assert.Equal(name, english.FullyQualifiedErrorId);
        Assert.Equal(name, french.FullyQualifiedErrorId);
        Assert.NotEqual(ErrorCategory.NotSpecified, english.CategoryInfo.Category);
        Assert.NotEqual(english.Exception.Message, french.Exception.Message);
        Assert.DoesNotContain("{", english.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_target_and_the_cause_are_the_callers()
    {
        var cause = new IOException("refused");

        var error = Errors.MasterNotFound("127.0.0.1:1", cause);

        Assert.Equal("127.0.0.1:1", error.TargetObject);
        Assert.Same(cause, error.Exception.InnerException);
        Assert.Contains("127.0.0.1:1", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_masters_are_all_named() => Assert.Contains(
        "127.0.0.1:1, 127.0.0.1:2", Errors.AmbiguousMaster(["127.0.0.1:1", "127.0.0.1:2"]).Exception.Message,
        StringComparison.Ordinal);

    private static IEnumerable<MethodInfo> All() => typeof(Errors)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Where(method => method.IsAssembly);

    private static ErrorRecord Make(string name, string culture)
    {
        var method = All().Single(error => error.Name == name);
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(culture);
        try
        {
            return (ErrorRecord)method.Invoke(null, [.. method.GetParameters().Select(Sample)])!;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static object? Sample(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(Exception) => null,
        var type when type == typeof(string) || type == typeof(object) => "sample",
        var type when type.IsValueType => Activator.CreateInstance(type),
        var type when type.IsArray => Array.CreateInstance(type.GetElementType()!, 1),
        _ => new[] { "one", "two" },
    };
}
