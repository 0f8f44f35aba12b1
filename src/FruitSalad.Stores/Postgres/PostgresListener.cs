using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>
/// Hears when somebody appended, on a connection of its own. A hint: where the connection is lost, or a notice with
/// it, looking about once a second does the same, later.
/// </summary>
/// <remarks>
/// A notice wakes a process of the server's and a task of this one's, so none is given while nobody else is there to hear
/// it. Whoever begins to listen says so; whoever took itself to be alone answers, and is not from then on. What was
/// appended in silence before was appended before that answer: the newcomer looks when it hears it, and finds it.
/// </remarks>
/// <param name="store">Where.</param>
/// <param name="channel">What to listen to.</param>
/// <param name="name">What this master's notices say: they are no news to itself.</param>
internal sealed class PostgresListener(PostgresStore store, string channel, string name) : IAsyncDisposable
{
    /// <summary>Marks the locks of salads among the database's advisory locks of two numbers.</summary>
    public const int LockClass = 0x46727361;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;
    private volatile bool _alone;

    /// <summary>Whether it listens, and has heard nobody else: nobody needs to be told then.</summary>
    public bool IsAlone => _alone;

    /// <summary>Tells the others of a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="name">Who tells.</param>
    public static NpgsqlBatchCommand Notice(string channel, string name) =>
        new("SELECT pg_notify($1, $2)") { Parameters = { new() { Value = channel }, new() { Value = name } } };

    /// <summary>The channel of a salad.</summary>
    public static string ChannelOf(int salad) => $"fruitsalad_{salad}";

    /// <summary>From now on it listens.</summary>
    public void Start(Action heard) => _listening = Task.Run(() => ListenAsync(heard));

    public async ValueTask DisposeAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
            await _listening;
            _stop.Dispose();
        }
    }

    private async Task ListenAsync(Action heard)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await store.ConnectAsync();
                await ListenAsync(connection, heard);
            }
            catch (Exception failed) when (PostgresErrors.IsKnown(failed) || failed is OperationCanceledException)
            {
                _alone = false;

                // Nobody is there to hear from. Whoever has something to do finds out by itself.
                await Task.Delay(Pause(), _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection connection, Action heard)
    {
        bool news = false;
        connection.Notification += (_, notice) => news |= notice.Payload != name;
        await using var listen = new NpgsqlCommand($"LISTEN {channel}", connection);
        await listen.ExecuteNonQueryAsync(_stop.Token);
        await using var notice = new NpgsqlBatch(connection) { BatchCommands = { Notice(channel, name) } };
        _alone = true;
        await notice.ExecuteNonQueryAsync(_stop.Token);
        while (true)
        {
            bool came = news || await connection.WaitAsync(Pause(), _stop.Token);
            if (news && _alone)
            {
                _alone = false;
                await notice.ExecuteNonQueryAsync(_stop.Token);
            }

            if (news || !came)
            {
                news = false;
                heard();
            }
        }
    }

    /// <summary>Half of it is chance: masters must not look in step.</summary>
    private static TimeSpan Pause() => Poll * (0.5 + (0.5 * Random.Shared.NextDouble()));
}
