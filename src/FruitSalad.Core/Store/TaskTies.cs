using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>The part of a task's memory that most tasks never need.</summary>
internal sealed class TaskTies
{
    public IReadOnlyList<int> DependsOn { get; set; } = [];

    public TaskVote? Vote { get; set; }

    public Ballot? Ballot { get; private init; }

    public TaskOptions Options { get; set; } = TaskOptions.None;

    /// <summary>The policy with what the task asks for; null: as it is.</summary>
    public SaladPolicy? Policy { get; set; }

    /// <summary>Where it stands when it is ready; null: in the plain lane.</summary>
    public ReadyList? Lane { get; set; }

    public List<TaskCell> Dependants { get; } = [];

    /// <summary>Whom attempts 1, 2, ... were issued to, all but the last: a late result must have an issued attempt.</summary>
    public List<WorkerId> EarlierHolders { get; } = [];

    /// <summary>The dead task because of which this one is blocked for ever; null while there is hope.</summary>
    public TaskCell? BlockedBy { get; set; }

    public string? LastError { get; set; }

    /// <summary>What a replica has of its task's.</summary>
    public TaskTies ForReplica(Ballot ballot) => new()
    {
        Ballot = ballot,
        DependsOn = DependsOn,
        Options = Options,
        Policy = Policy,
        Lane = Lane,
    };
}
