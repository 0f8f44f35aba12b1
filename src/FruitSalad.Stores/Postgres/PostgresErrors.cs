using FruitSalad.Store;
using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>What PostgreSQL says, as what it means for a salad.</summary>
internal static class PostgresErrors
{
    /// <summary>What went wrong, and what to do. Npgsql's messages hold no password.</summary>
    /// <param name="place">The database, as people call it.</param>
    /// <param name="failed">What was thrown.</param>
    public static StoreException Explain(string place, Exception failed) => failed switch
    {
        StoreException known => known,
        PostgresException
        {
            SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege
        } refused => new(
            StoreFault.NotUsable,
            $"{place}: {refused.MessageText}. The database and the user must be there, and the user may make a schema in it.", refused),
        PostgresException other => new(StoreFault.Unavailable, $"{place} does not serve now: {other.MessageText}.", other),
        NpgsqlException { InnerException: { } cause } => new(
            StoreFault.Unavailable, $"{place} cannot be reached: {cause.Message.TrimEnd('.')}.", failed),
        _ => new(StoreFault.Unavailable, $"{place} cannot be reached: {failed.Message.TrimEnd('.')}.", failed),
    };

    /// <summary>Whether it is the database's failure, rather than a bug of ours.</summary>
    public static bool IsKnown(Exception failed) =>
        failed is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException or ObjectDisposedException;
}
