using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>A <see cref="SaladEvent"/> as the ring keeps it: no object, no text that is not there already.</summary>
internal readonly record struct EventRecord(
    TimeSpan Time, EventKind Kind, TaskCell? Task, int Attempt, WorkerRecord? Worker, TimeSpan Deadline, string? Detail)
{
    public SaladEvent ToEvent(long sequence) => new()
    {
        Sequence = sequence,
        Time = Time,
        Kind = Kind,
        TaskId = Task?.Id ?? -1,
        TaskName = Task?.Name,
        Replica = Task?.Ballot?.Number ?? 0,
        Attempt = Attempt,
        Worker = Worker?.Id ?? WorkerId.None,
        WorkerName = Worker?.Name,
        Deadline = Deadline == TimeSpan.MaxValue ? null : Deadline,
        Duration = Kind == EventKind.Added ? Task!.Duration : null,
        DependsOn = Kind == EventKind.Added ? Task!.Ties?.DependsOn ?? [] : [],
        Options = Kind == EventKind.Added && Task!.Ties is { Options: { IsNone: false } options } ? options : null,
        Labels = Kind == EventKind.WorkerJoined ? Worker!.Introduction.Labels : [],
        Detail = Detail,
    };
}
