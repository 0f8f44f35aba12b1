namespace FruitSalad.PS.Tests;

/// <summary>A finished run of `salad`.</summary>
internal sealed record SaladRun(int ExitCode, string Output, string Error);
