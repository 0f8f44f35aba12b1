using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>An item on its way: its number in the order of coming, what the user gave, and the same as data.</summary>
internal sealed record ScriptItem(int Index, object? Value, JsonText Payload)
{
    private const int MaxName = 40;

    /// <summary>What the item's task is called: the beginning of its text.</summary>
    public string Name
    {
        get
        {
            string text = (Value?.ToString() ?? "null").ReplaceLineEndings(" ");
            return text.Length <= MaxName ? text : text[..MaxName];
        }
    }
}

/// <summary>What became of an item. Exactly one of the results is set.</summary>
/// <param name="Item">The item.</param>
internal sealed record ItemOutcome(ScriptItem Item)
{
    /// <summary>What people call the worker that did it.</summary>
    public string? Worker { get; init; }

    /// <summary>What its script wrote.</summary>
    public JsonText? Result { get; init; }

    /// <summary>Why its attempts are used up, where nothing came of it.</summary>
    public string? Lost { get; init; }

    /// <summary>Why nobody did it.</summary>
    public string? NotDone { get; init; }
}
