using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A task's next row, and what is answered to the worker that sent the result.</summary>
public readonly record struct AcceptDecision(TaskRow Row, Verdict Verdict);
