namespace FruitSalad.Shell;

/// <summary>The codes of pwsh, so that a script's caller need not know which host ran it.</summary>
internal static class ExitCodes
{
    internal const int Success = 0;
    internal const int Failure = 1;
    internal const int BadUsage = 64;
    internal const int Interrupted = 130;
}
