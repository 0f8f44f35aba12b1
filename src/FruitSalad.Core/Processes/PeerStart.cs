using System.Net;
using FruitSalad.Rpc;
using FruitSalad.Stealing;
using FruitSalad.Tasks;

namespace FruitSalad.Processes;

/// <summary>What a peer process is told once all peers listen: the second line.</summary>
/// <param name="Tasks">All tasks, their durations scaled, in ms.</param>
/// <param name="Shares">Which each peer begins with.</param>
/// <param name="Ports">Where each peer listens, on this machine.</param>
/// <param name="PauseMs">How long a thief pauses that has found nothing anywhere, in ms.</param>
/// <param name="LeaseMs">After how long a silent peer is taken for dead, in ms; null: never.</param>
/// <param name="MaxAttempts">After how many failed attempts a task is given up; null: never.</param>
public sealed record PeerStart(
    IReadOnlyList<PeerTask> Tasks, IReadOnlyList<IReadOnlyList<int>> Shares, IReadOnlyList<int> Ports, double PauseMs, double? LeaseMs,
    int? MaxAttempts)
{
    /// <summary>The same for peers of the process that tells it.</summary>
    /// <param name="terms">What all peers know.</param>
    /// <param name="ports">Where each peer listens, on this machine.</param>
    public static PeerStart Of(PeerTerms terms, IReadOnlyList<int> ports) => new(
        [.. terms.Tasks.Select(task => new PeerTask(task.Name, task.Duration.TotalMilliseconds, task.Payload))],
        terms.Shares, ports, terms.Pause.TotalMilliseconds, terms.Lease?.TotalMilliseconds, terms.MaxAttempts);

    /// <summary>Where each peer listens.</summary>
    internal MasterAddress[] Addresses(IPAddress address) => [.. Ports.Select(port => new MasterAddress(address.ToString(), port))];

    /// <summary>What all peers know.</summary>
    internal PeerTerms ToTerms() => new()
    {
        Tasks = [.. Tasks.Select((task, id) => new SaladTask(id, task.Name, TimeSpan.FromMilliseconds(task.DurationMs)) { Payload = task.Payload })],
        Shares = Shares,
        Pause = TimeSpan.FromMilliseconds(PauseMs),
        Lease = LeaseMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        MaxAttempts = MaxAttempts,
    };
}

/// <summary>A task as a peer is told it; its number is its place.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="DurationMs">How long it takes, in ms, scaled.</param>
/// <param name="Payload">What its runner needs beyond the name; null for a fruit.</param>
public sealed record PeerTask(string Name, double DurationMs, string? Payload = null);
