using System.Text.Json;
using FruitSalad.Contract;

namespace FruitSalad.Rpc;

/// <summary>
/// What somebody needs to join a salad: where its masters are, and the secret of a role. JSON in a file that only its
/// owner may read; whoever has it has the role.
/// </summary>
/// <param name="Salad">The salad's identity.</param>
/// <param name="Masters">Where its masters listen, in the order to try: "host:port".</param>
public sealed record JoinFile(Guid Salad, IReadOnlyList<string> Masters)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The SHA-256 of the masters' certificate, hexadecimal; null: connections are in the clear.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The worker's secret; null: this file lets nobody work.</summary>
    public byte[]? WorkerKey { get; init; }

    /// <summary>The owner's secret; null: this file lets nobody add, read or stop.</summary>
    public byte[]? OwnerKey { get; init; }

    /// <summary>The masters' addresses, with the certificate to expect.</summary>
    public IEnumerable<MasterAddress> Addresses() => Masters.Select(text =>
        MasterAddress.TryParse(text, out MasterAddress address) ? address with { Fingerprint = Fingerprint } : null)
        .OfType<MasterAddress>();

    /// <summary>Writes the file at once or not at all: nobody ever sees half of it, or may open it in between.</summary>
    /// <param name="path">Where. An older file there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string path)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using (var stream = new FileStream(unfinished, options))
            {
                JsonSerializer.Serialize(stream, this, SaladJson.Wire);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">What it says; null where something is wrong with it.</param>
    /// <returns>What is wrong with it.</returns>
    public static JoinFileFault TryRead(string path, out JoinFile? file)
    {
        file = null;
        try
        {
            using FileStream stream = File.OpenRead(path);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
            {
                return JoinFileFault.OpenToOthers;
            }

            JoinFile? read = JsonSerializer.Deserialize<JoinFile>(stream, SaladJson.Wire);
            file = read is not null && read.IsWhole() ? read : null;
            return file is null ? JoinFileFault.Damaged : JoinFileFault.None;
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or NotSupportedException)
        {
            return JoinFileFault.Damaged;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return JoinFileFault.Missing;
        }
    }

    private bool IsWhole() => Salad != Guid.Empty
        && Masters.Count > 0 && Addresses().Count() == Masters.Count
        && (WorkerKey ?? OwnerKey) is not null
        && WorkerKey is null or { Length: SaladKeys.Length }
        && OwnerKey is null or { Length: SaladKeys.Length };
}
