using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores.Postgres;
using FruitSalad.Stores.Sqlite;

namespace FruitSalad.Stores;

/// <summary>Where salads outlive their masters: a file, or a database. It may hold several, by name.</summary>
/// <remarks>Calls fail with <see cref="StoreException"/>.</remarks>
public abstract class SaladStore
{
    /// <summary>What people call it; no secret in it.</summary>
    public abstract string Place { get; }

    /// <summary>A file of this machine, which masters of this machine may share.</summary>
    /// <param name="path">Where it is, or will be.</param>
    public static SaladStore OfFile(string path) => new SqliteStore(path, MachineClock.System);

    /// <summary>A PostgreSQL database, which masters of any machine may share.</summary>
    /// <param name="connection">"Host=...;Database=..." without a password.</param>
    /// <param name="user">Who connects; null: as the connection says, or the machine's user.</param>
    /// <param name="password">The user's; null: the usual environment variable or password file has it.</param>
    /// <exception cref="StoreException">The text is no such connection, or a password is in it.</exception>
    public static SaladStore OfDatabase(string connection, string? user = null, string? password = null) =>
        PostgresStore.Of(connection, user, password);

    /// <summary>The names of the salads in it, in the order in which they were made. None where nothing is there yet.</summary>
    public abstract Task<IReadOnlyList<string>> NamesAsync();

    /// <summary>Makes a salad, and what it takes to keep it.</summary>
    /// <param name="settings">What it is made with; its name must be new.</param>
    /// <param name="tasks">Its first tasks.</param>
    /// <param name="keys">Its secrets.</param>
    /// <exception cref="ArgumentException">A task depends on one that does not come before it.</exception>
    public abstract Task<KeptSalad> CreateAsync(SaladSettings settings, IReadOnlyList<NewTask> tasks, SaladKeys keys);

    /// <summary>Opens a salad to serve it, alone or with other masters.</summary>
    /// <param name="name">Which; null: the only one.</param>
    public abstract Task<KeptSalad> OpenAsync(string? name = null);

    /// <summary>The one that is meant, of those that are there.</summary>
    private protected string Choose(IReadOnlyList<string> names, string? name)
    {
        if (name is not null)
        {
            return names.Contains(name) ? name : throw new StoreException(
                StoreFault.SaladMissing, $"{Place}: there is no salad '{name}'. There are: {string.Join(", ", names)}.");
        }

        return names.Count switch
        {
            1 => names[0],
            0 => throw new StoreException(StoreFault.SaladMissing, $"{Place}: there is no salad in it."),
            _ => throw new StoreException(
                StoreFault.SaladNotNamed, $"{Place}: there are several salads, name one: {string.Join(", ", names)}."),
        };
    }

    private protected StoreException Exists(string name) =>
        new(StoreFault.SaladExists, $"{Place}: there is a salad '{name}' already.");
}
