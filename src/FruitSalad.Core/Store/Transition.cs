namespace FruitSalad.Store;

/// <summary>An atomic operation's answer, and what it changed that others wait for.</summary>
/// <param name="Value">The answer to whoever called.</param>
/// <param name="Effect">What the caller should act upon afterwards, outside the lock.</param>
public readonly record struct Transition<T>(T Value, Effect Effect);
