using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>A result as its worker remembers it: what it sent, and the answer that reached it.</summary>
/// <param name="Master">Which master answered.</param>
/// <param name="Worker">Who sent it.</param>
/// <param name="TaskId">For which task.</param>
/// <param name="Attempt">For which attempt.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Result">The result, as JSON text.</param>
public sealed record AcknowledgedResult(
    string Master, WorkerId Worker, int TaskId, int Attempt, Verdict Verdict, string? Result)
{
    /// <summary>Whether the answer said that this result counts.</summary>
    public bool Counts => Verdict is Verdict.Accepted or Verdict.LateAccepted;
}
