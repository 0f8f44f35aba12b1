using FruitSalad.Contract;
using FruitSalad.Exclusion;
using FruitSalad.Tasks;

namespace FruitSalad.PS;

/// <summary>
/// What the module keeps while it is imported: the names that it lends to scripts, and everything that runs on its
/// behalf and must not outlive it. There is one session in a process, even where several runspaces import the module.
/// The module's script and its loader call the public members by name: they run outside this type's load context.
/// </summary>
public static partial class Session
{
    private static readonly Lock Gate = new();

    /// <summary>
    /// Short names of the public nouns, registered as type accelerators at import and taken back at removal. Without
    /// one a script could not name such a type at all: the engine does not look into private load contexts.
    /// </summary>
    public static IReadOnlyDictionary<string, Type> Accelerators { get; } = new SortedDictionary<string, Type>
    {
        ["SaladChannel"] = typeof(SaladChannel),
        ["SaladDisconnectPolicy"] = typeof(DisconnectPolicy),
        ["SaladEndReason"] = typeof(EndReason),
        ["SaladEvent"] = typeof(SaladEvent),
        ["SaladEventKind"] = typeof(EventKind),
        ["SaladLateResult"] = typeof(LateResult),
        ["SaladMaster"] = typeof(SaladMasterHandle),
        ["SaladPolicy"] = typeof(SaladPolicy),
        ["SaladPreset"] = typeof(Preset),
        ["SaladRaceMode"] = typeof(RaceMode),
        ["SaladRecipe"] = typeof(Recipe),
        ["SaladState"] = typeof(SaladState),
        ["SaladStatus"] = typeof(MasterStatus),
        ["SaladTask"] = typeof(SaladTask),
        ["SaladTaskOrder"] = typeof(TaskOrder),
        ["SaladTaskState"] = typeof(TaskState),
        ["SaladVerdict"] = typeof(Verdict),
        ["SaladWorker"] = typeof(SaladWorker),
    };
}
