using System.Text;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>
/// Does what a payload's `kind` names; a task whose payload names none is a fruit. One that shares a value with others is
/// a script's.
/// </summary>
/// <param name="fruits">Prepares fruits.</param>
/// <param name="scripts">Makes the runner of scripts when the first one comes; null: this worker runs none.</param>
internal sealed class KindRunner(ITaskRunner fruits, Func<ITaskRunner>? scripts = null) : ITaskRunner, IDisposable
{
    private ITaskRunner? _scripts;

    /// <inheritdoc/>
    public ValueTask<WorkResult> RunAsync(Assignment task, CancellationToken cancellation)
    {
        if (task.Shared is not null)
        {
            _scripts ??= scripts?.Invoke() ?? throw new InvalidOperationException(ProcessText.NoScripts);
            return _scripts.RunAsync(task, cancellation);
        }

        switch (KindOf(task.Payload))
        {
            case null:
                return fruits.RunAsync(task, cancellation);
            case MatrixBlock.Kind:
                return MultiplyAsync(task, packed: false, cancellation);
            case MatrixBlock.PackedKind:
                return MultiplyAsync(task, packed: true, cancellation);
            case var kind:
                throw new NotSupportedException(ProcessText.UnknownKind.Replace("{0}", kind, StringComparison.Ordinal));
        }
    }

    /// <summary>Ends the runner of scripts, if there is one.</summary>
    public void Dispose() => (_scripts as IDisposable)?.Dispose();

    /// <summary>Elsewhere: who renews the lease must not have to wait for it.</summary>
    private static ValueTask<WorkResult> MultiplyAsync(Assignment task, bool packed, CancellationToken cancellation) =>
        new(Task.Run<WorkResult>(() => new JsonText(MatrixBlock.Multiply(task.Payload!.Value.Text, cancellation, packed)), cancellation));

    private static string? KindOf(JsonText? payload)
    {
        if (payload is not { } text)
        {
            return null;
        }

        // No further than to the kind: whoever does the work reads the rest, which may be megabytes.
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text.Text));
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKind = reader.ValueTextEquals("kind"u8);
            reader.Read();
            if (isKind)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
