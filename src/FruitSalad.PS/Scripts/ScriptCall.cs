using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>A script to be run for an item, and what comes of it.</summary>
/// <param name="Script">The script.</param>
/// <param name="Item">The item.</param>
/// <param name="Stop">Stops it.</param>
internal sealed record ScriptCall(CompiledScript Script, object? Item, CancellationToken Stop)
{
    // Who waits goes on right here: the next item is there when the script's thread looks for it, and nobody had to be woken.
    private readonly TaskCompletionSource<JsonText> _result = new();

    /// <summary>All that it wrote, errors too; cancelled: it was stopped.</summary>
    public Task<JsonText> Result => _result.Task;

    /// <summary>It came to its end.</summary>
    public void Finish(JsonText result) => _result.SetResult(result);

    /// <summary>It was stopped.</summary>
    public void Cancel() => _result.SetCanceled(Stop);

    /// <summary>Nothing came of it.</summary>
    public void Fail(Exception why) => _result.SetException(why);
}
