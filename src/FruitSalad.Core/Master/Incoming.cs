using System.Security.Cryptography;
using System.Text;
using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Master;

/// <summary>What comes over the wire, as the store takes it.</summary>
public static class Incoming
{
    private const double MaxMs = 1e12;

    /// <summary>A task that somebody wants to add.</summary>
    /// <exception cref="ArgumentException">A value is out of bounds; the message says which.</exception>
    public static NewTask Task(NewTaskMessage message) =>
        new(message.Name, Duration(message, "duration", message.DurationMs), message.Payload?.Text)
        {
            Shared = message.Shared,
            DependsOn = message.DependsOn ?? [],
            Siblings = message.Siblings ?? [],
            Options = Options(message),
        };

    /// <summary>A result, with the tasks that it brings along.</summary>
    public static ResultEntry Result(TaskResult result)
    {
        bool intact = result.Digest is null
            || string.Equals(result.Digest, Digest(result.Result), StringComparison.OrdinalIgnoreCase);
        var entry = new ResultEntry(result.Task, result.Attempt, result.Result.ToString(), intact);
        try
        {
            return result.Add is null ? entry : entry with { Children = [.. result.Add.Select(Task)] };
        }
        catch (ArgumentException unfit)
        {
            return entry with { Unfit = unfit.Message };
        }
    }

    private static TaskOptions Options(NewTaskMessage message)
    {
        var options = new TaskOptions
        {
            Priority = message.Priority ?? 0,
            Delay = Duration(message, "delay", message.DelayMs ?? 0),
            RunLimit = message.RunLimitMs is { } limit ? Duration(message, "run limit", limit) : null,
            MaxAttempts = message.MaxAttempts,
            Labels = message.Labels ?? [],
        };
        return options.IsNone ? TaskOptions.None : options;
    }

    private static TimeSpan Duration(NewTaskMessage message, string what, double ms) =>
        ms is >= 0 and <= MaxMs
            ? TimeSpan.FromMilliseconds(ms)
            : throw new ArgumentException($"Task '{message.Name}': a {what} of {ms} ms is out of bounds.");

    private static string Digest(JsonText result) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.ToString())));
}
