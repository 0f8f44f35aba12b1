using System.Management.Automation;

namespace FruitSalad.Shell;

/// <summary>A progress record as one line that fits the screen.</summary>
internal static class ProgressLine
{
    internal static string Of(ProgressRecord record, int width)
    {
        var parts = new[]
        {
            record.Activity,
            record.PercentComplete >= 0 ? $"{record.PercentComplete} %" : "",
            record.StatusDescription,
            record.CurrentOperation,
            record.SecondsRemaining >= 0 ? $"{TimeSpan.FromSeconds(record.SecondsRemaining):c}" : "",
        };
        var line = string.Join("  ", parts.Where(part => !string.IsNullOrWhiteSpace(part))).ReplaceLineEndings(" ");
        return line.Length <= width ? line : line[..Math.Max(0, width)];
    }
}
