namespace FruitSalad.Processes;

/// <summary>What a prepared fruit is called.</summary>
public static class FruitText
{
    /// <summary>"1 pomme prepared", in the language of the user.</summary>
    public static string Prepared(string fruit) =>
        ProcessText.Prepared.Replace("{0}", fruit, StringComparison.Ordinal);

    /// <summary>"1 pomme, of wax": what a liar says of it.</summary>
    public static string Lie(string fruit) => ProcessText.Lie.Replace("{0}", fruit, StringComparison.Ordinal);
}
