using System.Text.Json.Serialization;
using FruitSalad.Rpc;
using FruitSalad.Store;

namespace FruitSalad.Processes;

/// <summary>
/// What a master process is told on its standard input: the first line, as JSON. Never on its command line, which
/// everybody on the machine can read.
/// </summary>
public sealed record MasterSettings
{
    /// <summary>The address to listen on.</summary>
    public required string Address { get; init; }

    /// <summary>The port; 0: any that is free.</summary>
    public int Port { get; init; } = MasterOptions.DefaultPort;

    /// <summary>The certificate and its private key, as PKCS #12; null: connections are in the clear.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Certificate { get; init; }

    /// <summary>Whether other machines may connect without TLS.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>The file that keeps the salad; with neither it nor <see cref="Database"/>, memory does.</summary>
    public string? File { get; init; }

    /// <summary>The database that keeps the salad: "Host=...;Database=...".</summary>
    public string? Database { get; init; }

    /// <summary>The database's user; null: as the connection says, or the machine's.</summary>
    public string? User { get; init; }

    /// <summary>The user's password; null: as the machine knows it.</summary>
    public string? Password { get; init; }

    /// <summary>What the salad is made with, where it is not there yet.</summary>
    public required SaladSettings Salad { get; init; }

    /// <summary>Whether the salad of that name is meant; else, where the store has one already, that one.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Its first tasks, where it is made.</summary>
    public required IReadOnlyList<NewTask> Tasks { get; init; }

    /// <summary>Whether it stays when its parent ends.</summary>
    public bool Detached { get; init; }

    /// <summary>The culture of its texts.</summary>
    public string Culture { get; init; } = "";
}
