using System.Collections;
using System.Globalization;
using System.Management.Automation;
using FruitSalad.Simulation;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>Writes the command that makes an experiment's salad again.</summary>
internal static class ReplayLine
{
    private const string Command = "Invoke-SaladExperiment";
    private const string Simulate = " -Simulate";

    /// <summary>The command that says all of it by its plan.</summary>
    public static string Of(SimulationPlan plan, string how = Simulate) => $"{Command}{how} -Plan {Quote(PlanText.Write(plan))}";

    /// <summary>
    /// The command that says it as the user did; by its plan, where what the user gave cannot be written on one line.
    /// </summary>
    /// <param name="plan">What is made.</param>
    /// <param name="parameters">The parameters that it was made of.</param>
    /// <param name="how">The parameters that say how it is made.</param>
    public static string Of(SimulationPlan plan, IEnumerable<(string Name, object? Value)> parameters, string how = Simulate)
    {
        var line = Command + how;
        foreach (var (name, value) in parameters)
        {
            if (value is SwitchParameter on)
            {
                line += on ? $" -{name}" : $" -{name}:$false";
            }
            else if (Literal(value) is { } literal)
            {
                // A word needs no quotes here; within a table it does.
                var word = literal.Trim('\'');
                line += $" -{name} {(word.All(char.IsAsciiLetterOrDigit) && word != "" ? word : literal)}";
            }
            else
            {
                return Of(plan, how);
            }
        }

        return $"{line} -Seed {plan.Seed}";
    }

    /// <summary>A value as PowerShell reads it; null: there is no such text.</summary>
    private static string? Literal(object? value)
    {
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            bool yes => yes ? "$true" : "$false",
            int or long or double or decimal => Convert.ToString(plain, CultureInfo.InvariantCulture),
            string or Enum => Quote(plain.ToString()!),
            Recipe recipe when Recipe.Bundled.Contains(recipe) => Quote(recipe.Name),
            IDictionary table => Table(table),
            IList list => List(list),
            _ => null,
        };
    }

    private static string? Table(IDictionary table)
    {
        var members = table.Keys.Cast<object>().OrderBy(key => key.ToString(), StringComparer.Ordinal)
            .Select(key => (Key: key, Value: Literal(table[key]))).ToList();
        return members.Exists(member => member.Value is null)
            ? null
            : "@{ " + string.Join("; ", members.Select(member => $"{Quote(member.Key.ToString()!)} = {member.Value}")) + " }";
    }

    private static string? List(IList list)
    {
        var items = list.Cast<object?>().Select(Literal).ToList();
        return items.Contains(null) ? null : $"@({string.Join(", ", items)})";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
