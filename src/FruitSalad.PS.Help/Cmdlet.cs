using System.Management.Automation;
using System.Reflection;

namespace FruitSalad.PS.Help;

/// <summary>What the attributes of a cmdlet's class say about it.</summary>
internal sealed record Cmdlet(
    Type Type,
    string Verb,
    string Noun,
    string? DefaultSet,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<string> Outputs)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of the parameter sets, the default one first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            // The default set need not have a parameter of its own.
            var named = Parameters.SelectMany(parameter => parameter.Places.Select(place => place.Set))
                .Where(set => set != ParameterAttribute.AllParameterSets)
                .Prepend(DefaultSet ?? ParameterAttribute.AllParameterSets).Distinct().ToList();
            return named is [ParameterAttribute.AllParameterSets, _, ..] ? named[1..] : named;
        }
    }

    /// <summary>The cmdlet that a class is; null if it is none.</summary>
    public static Cmdlet? TryRead(Type type)
    {
        // The attributes' data, not the attributes: the reference library's own code throws.
        var cmdlet = type.CustomAttributes.FirstOrDefault(a => a.AttributeType == typeof(CmdletAttribute));
        if (cmdlet is null || type.IsAbstract)
        {
            return null;
        }

        var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(Parameter.TryRead).OfType<Parameter>().ToList();
        if (Named(cmdlet, nameof(CmdletAttribute.SupportsShouldProcess)) is true)
        {
            parameters.AddRange(Parameter.OfShouldProcess);
        }

        var outputs = type.CustomAttributes.Where(a => a.AttributeType == typeof(OutputTypeAttribute))
            .SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[^1].Value!)
            .Select(output => output.Value is Type named ? named.FullName! : (string)output.Value!);
        return new Cmdlet(
            type,
            (string)cmdlet.ConstructorArguments[0].Value!,
            (string)cmdlet.ConstructorArguments[1].Value!,
            Named(cmdlet, nameof(CmdletAttribute.DefaultParameterSetName)) as string,
            parameters,
            [.. outputs.Distinct()]);
    }

    public static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}
