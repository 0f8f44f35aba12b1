using System.Collections;
using System.Management.Automation;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>Reads tasks as users write them.</summary>
internal static class TaskInput
{
    /// <summary>A task of a recipe, without its number.</summary>
    public static NewTask Of(SaladTask task) => new(task.Name, task.Duration, task.Payload)
    {
        DependsOn = task.DependsOn,
        Options = task.Options,
    };

    /// <summary>
    /// A name, or an object or hashtable with Name, Seconds, Payload, DependsOn, Priority, DelaySeconds,
    /// RunLimitSeconds, MaxAttempts and Label.
    /// </summary>
    /// <exception cref="PSInvalidCastException">A value has the wrong type.</exception>
    public static NewTask Read(object given)
    {
        var wrapped = PSObject.AsPSObject(given);
        switch (wrapped.BaseObject)
        {
            case SaladTask task:
                return Of(task);
            case string name:
                return new NewTask(name, TimeSpan.Zero);
        }

        object? Value(string key) => wrapped.BaseObject is IDictionary table ? table[key] : wrapped.Properties[key]?.Value;
        T? Number<T>(string key)
            where T : struct => Value(key) is { } value ? LanguagePrimitives.ConvertTo<T>(value) : null;
        var payload = Value(nameof(NewTask.Payload));
        return new NewTask(
            LanguagePrimitives.ConvertTo<string>(Value(nameof(NewTask.Name)) ?? given),
            TimeSpan.FromSeconds(LanguagePrimitives.ConvertTo<double>(Value("Seconds") ?? 0)),
            payload is null ? null : JsonValue.Write(payload))
        {
            DependsOn = LanguagePrimitives.ConvertTo<int[]>(Value(nameof(NewTask.DependsOn)) ?? Array.Empty<int>()),
            Options = new TaskOptions
            {
                Priority = Number<int>(nameof(TaskOptions.Priority)) ?? 0,
                Delay = TimeSpan.FromSeconds(Number<double>("DelaySeconds") ?? 0),
                RunLimit = Number<double>("RunLimitSeconds") is { } limit ? TimeSpan.FromSeconds(limit) : null,
                MaxAttempts = Number<int>(nameof(TaskOptions.MaxAttempts)),
                Labels = LanguagePrimitives.ConvertTo<string[]>(Value("Label") ?? Array.Empty<string>()),
            },
        };
    }
}
