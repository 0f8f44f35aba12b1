namespace FruitSalad.Processes;

/// <summary>How to start a child process that ends up in <see cref="ChildMain"/>; "worker" or "peer" is appended.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments: never a secret among them.</param>
public sealed record ChildCommand(string FileName, IReadOnlyList<string> Arguments);
