using System.Globalization;

namespace FruitSalad.PS;

/// <summary>Fills in texts of Strings.resx.</summary>
internal static class Text
{
    /// <summary>The text with its values, numbers as the user writes them.</summary>
    public static string Of(string text, params object[] values) =>
        string.Format(CultureInfo.CurrentCulture, text, values);
}
