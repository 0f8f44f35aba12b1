namespace FruitSalad.PS.Scripts;

/// <summary>What went wrong with an item on a worker, as it was reported: data, not the worker's own exception.</summary>
/// <param name="message">What the script said.</param>
public sealed class ScriptItemException(string message) : InvalidOperationException(message)
{
    /// <summary>What people call the worker.</summary>
    public string? Worker { get; init; }

    /// <summary>Where in the script: its stack trace on the worker.</summary>
    public string? ScriptStackTrace { get; init; }

    /// <summary>The error's id on the worker.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The name of the exception's type on the worker.</summary>
    public string? ExceptionType { get; init; }
}
