using System.Text.Json;
using FruitSalad.Contract;

namespace FruitSalad.Stores;

/// <summary>What is the same about a roll of masters in every store.</summary>
internal static class RollRules
{
    /// <summary>How long after its last signature a master is taken for dead: it signs several times meanwhile.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(10);

    /// <summary>A master as the roll keeps it.</summary>
    public static string Write(MasterView master) => JsonSerializer.Serialize(master, SaladJson.Wire);

    /// <summary>A master as it was written.</summary>
    public static MasterView Read(string text) => JsonSerializer.Deserialize<MasterView>(text, SaladJson.Wire)!;
}
