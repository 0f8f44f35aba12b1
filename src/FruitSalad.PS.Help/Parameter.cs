using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace FruitSalad.PS.Help;

/// <summary>What the attributes of a cmdlet's property say about the parameter that it is.</summary>
internal sealed record Parameter(
    string Name,
    Type Type,
    PropertyInfo? Property,
    IReadOnlyList<Parameter.Place> Places,
    IReadOnlyList<string> Aliases)
{
    /// <summary>The parameters that the engine adds, with the texts that stand in every cmdlet's help.</summary>
    public static IReadOnlyList<Parameter> OfShouldProcess { get; } =
    [
        new("WhatIf", typeof(SwitchParameter), null, [Place.Anywhere], ["wi"])
        {
            Text = "Shows what the command would do, and does not do it.",
        },
        new("Confirm", typeof(SwitchParameter), null, [Place.Anywhere], ["cf"])
        {
            Text = "Asks before the command does anything.",
        },
    ];

    /// <summary>The text of a parameter that has no comment.</summary>
    public string? Text { get; private init; }

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>The type of one value: of an array its elements, of what may be null what it else is.</summary>
    public Type ElementType
    {
        get
        {
            var one = Type.IsArray ? Type.GetElementType()! : Type;
            return Nullable.GetUnderlyingType(one) ?? one;
        }
    }

    /// <summary>The type as a person would write it.</summary>
    public string TypeName => ElementType.Name + (Type.IsArray ? "[]" : "");

    /// <summary>The only values that it takes; none where anything of its type goes.</summary>
    public IReadOnlyList<string> AcceptedValues => ElementType.IsEnum
        ? Enum.GetNames(ElementType)
        : [.. Validation(typeof(ValidateSetAttribute)).SelectMany(List).Select(value => (string)value.Value!)];

    /// <summary>The smallest and the largest value; null where there is no such bound.</summary>
    public (string Least, string Most)? Range => Validation(typeof(ValidateRangeAttribute))
        .Where(a => a.ConstructorArguments.Count == 2)
        .Select(a => ((string, string)?)(Print(a.ConstructorArguments[0]), Print(a.ConstructorArguments[1])))
        .FirstOrDefault();

    /// <summary>How it is bound in a set; null if it is not in the set.</summary>
    public Place? In(string set) =>
        Places.FirstOrDefault(place => place.Set == set)
            ?? Places.FirstOrDefault(place => place.Set == ParameterAttribute.AllParameterSets);

    /// <summary>The parameter that a property is; null if it is none.</summary>
    public static Parameter? TryRead(PropertyInfo property)
    {
        var places = property.CustomAttributes.Where(a => a.AttributeType == typeof(ParameterAttribute))
            .Where(a => Cmdlet.Named(a, nameof(ParameterAttribute.DontShow)) is not true)
            .Select(Place.Read).ToList();
        var aliases = property.CustomAttributes.Where(a => a.AttributeType == typeof(AliasAttribute))
            .SelectMany(List).Select(alias => (string)alias.Value!);
        return places.Count == 0
            ? null
            : new Parameter(property.Name, property.PropertyType, property, places, [.. aliases]);
    }

    private IEnumerable<CustomAttributeData> Validation(Type attribute) =>
        Property?.CustomAttributes.Where(a => a.AttributeType == attribute) ?? [];

    private static IEnumerable<CustomAttributeTypedArgument> List(CustomAttributeData attribute) =>
        (IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!;

    private static string Print(CustomAttributeTypedArgument bound) =>
        Convert.ToString(bound.Value, CultureInfo.InvariantCulture)!;

    /// <summary>How a parameter is bound in one parameter set.</summary>
    internal sealed record Place(string Set, bool Mandatory, int? Position, bool FromPipeline, bool FromPipelineByName)
    {
        public static Place Anywhere { get; } = new(ParameterAttribute.AllParameterSets, false, null, false, false);

        public string PipelineInput => (FromPipeline, FromPipelineByName) switch
        {
            (true, true) => "True (ByPropertyName, ByValue)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

        public static Place Read(CustomAttributeData attribute)
        {
            bool Is(string name) => Cmdlet.Named(attribute, name) is true;
            return new Place(
                Cmdlet.Named(attribute, nameof(ParameterAttribute.ParameterSetName)) as string
                    ?? ParameterAttribute.AllParameterSets,
                Is(nameof(ParameterAttribute.Mandatory)),
                Cmdlet.Named(attribute, nameof(ParameterAttribute.Position)) as int?,
                Is(nameof(ParameterAttribute.ValueFromPipeline)),
                Is(nameof(ParameterAttribute.ValueFromPipelineByPropertyName)));
        }
    }
}
