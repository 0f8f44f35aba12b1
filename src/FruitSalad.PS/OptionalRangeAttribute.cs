using System.Management.Automation;

namespace FruitSalad.PS;

/// <summary>ValidateRange for values that may be missing: it refuses null, which objects from a pipeline do have.</summary>
/// <param name="least">The least number.</param>
/// <param name="most">The greatest.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionalRangeAttribute(double least, double most) : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not null && !(LanguagePrimitives.ConvertTo<double>(arguments) is var number && number >= least && number <= most))
        {
            throw new ValidationMetadataException(Text.Of(Strings.NumberOutOfRange, arguments, least, most));
        }
    }
}
