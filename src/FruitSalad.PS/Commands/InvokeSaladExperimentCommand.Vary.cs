using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using FruitSalad.Simulation;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladExperimentCommand
{
    private HashSet<string> _varied = [];

    /// <inheritdoc/>
    private protected override bool Has(string parameter) => base.Has(parameter) || _varied.Contains(parameter);

    /// <summary>One case for each combination of the varied parameters' values; one alone where none varies.</summary>
    private List<Case> MakeCases(SimulationPlan basis)
    {
        var given = MyInvocation.BoundParameters
            .Where(parameter => !Incidental.Contains(parameter.Key))
            .Select(parameter => (Name: parameter.Key, Value: (object?)parameter.Value));
        var variations = Variations();
        _varied = [.. variations.Select(variation => variation.Parameter.Name)];
        List<Case> cases = [];
        foreach (var values in Combinations(variations))
        {
            foreach (var (parameter, value) in values)
            {
                Set(parameter, value);
            }

            (string Name, object? Value)[] varied = [.. values.Select(one => (one.Parameter.Name, one.Parameter.GetValue(this)))];
            cases.Add(new Case(
                MakeWholePlan(basis), [.. given.Concat(varied).OrderBy(parameter => parameter.Name)], varied));
        }

        return cases;
    }

    private List<(PropertyInfo Parameter, object?[] Values)> Variations()
    {
        // An ordinary hashtable has no order of its own.
        var entries = (Vary ?? new Hashtable()).Cast<DictionaryEntry>();
        var ordered = Vary is Hashtable ? entries.OrderBy(entry => $"{entry.Key}", StringComparer.OrdinalIgnoreCase) : entries;
        return [.. ordered.Select(entry => (ParameterOf($"{entry.Key}"), ValuesOf(entry)))];
    }

    private PropertyInfo ParameterOf(string name)
    {
        var parameters = GetType().GetProperties()
            .Where(property => property.IsDefined(typeof(ParameterAttribute)) && !Incidental.Contains(property.Name));
        var parameter = parameters.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Terminating(Errors.VaryUnfit(Text.Of(
                Strings.VaryUnknown, name, string.Join(", ", parameters.Select(property => property.Name).Order()))));
        return MyInvocation.BoundParameters.ContainsKey(parameter.Name)
            ? throw Terminating(Errors.VaryUnfit(Text.Of(Strings.VaryTwice, parameter.Name)))
            : parameter;
    }

    private object?[] ValuesOf(DictionaryEntry entry)
    {
        object?[] values = (entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value) switch
        {
            IDictionary one => [one],
            string one => [one],
            IEnumerable many => [.. many],
            var one => [one],
        };
        return values.Length > 0 ? values : throw Terminating(Errors.VaryUnfit(Text.Of(Strings.VaryNothing, entry.Key)));
    }

    /// <summary>Sets a parameter as if it had been bound: converted, and within its limits.</summary>
    private void Set(PropertyInfo parameter, object? value)
    {
        try
        {
            var converted = LanguagePrimitives.ConvertTo(value, parameter.PropertyType);
            _ = new PSVariable(
                parameter.Name, converted, ScopedItemOptions.None,
                new Collection<Attribute>([.. parameter.GetCustomAttributes<ValidateArgumentsAttribute>()]));
            parameter.SetValue(this, converted);
        }
        catch (Exception unfit) when (unfit is PSInvalidCastException or ValidationMetadataException)
        {
            throw Terminating(Errors.VaryUnfit(Text.Of(Strings.VaryValue, parameter.Name, value ?? "$null", unfit.Message)));
        }
    }

    private static IEnumerable<(PropertyInfo Parameter, object? Value)[]> Combinations(
        List<(PropertyInfo Parameter, object?[] Values)> variations) =>
        variations.Aggregate<(PropertyInfo Parameter, object?[] Values), IEnumerable<(PropertyInfo Parameter, object? Value)[]>>(
            [[]],
            (all, variation) => from sofar in all
                                from value in variation.Values
                                select (((PropertyInfo, object?)[])[.. sofar, (variation.Parameter, value)]));

    /// <summary>One combination of values.</summary>
    /// <param name="Plan">The plan of its salads, but for the seed.</param>
    /// <param name="Parameters">All parameters that it was made of.</param>
    /// <param name="Varied">Those that differ from case to case.</param>
    private sealed record Case(
        SimulationPlan Plan, (string Name, object? Value)[] Parameters, (string Name, object? Value)[] Varied);
}
