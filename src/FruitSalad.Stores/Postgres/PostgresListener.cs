using Npgsql;

namespace FruitSalad.Stores.Postgres;

/// <summary>
/// Hears when somebody appended, on a connection of its own. A hint: where the connection is lost, or a notice with
/// it, looking about once a second does the same, later.
/// </summary>
/// <param name="store">Where.</param>
/// <param name="channel">What to listen to.</param>
/// <param name="isOwn">Whether a notice is of this very master.</param>
internal sealed class PostgresListener(PostgresStore store, string channel, Func<string, bool> isOwn) : IAsyncDisposable
{
    /// <summary>Marks the locks of salads among the database's advisory locks of two numbers.</summary>
    public const int LockClass = 0x46727361;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

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
                bool news = false;
                connection.Notification += (_, notice) => news |= !isOwn(notice.Payload);
                await using var listen = new NpgsqlCommand($"LISTEN {channel}", connection);
                await listen.ExecuteNonQueryAsync(_stop.Token);
                while (true)
                {
                    bool came = await connection.WaitAsync(Pause(), _stop.Token);
                    if (news || !came)
                    {
                        news = false;
                        heard();
                    }
                }
            }
            catch (Exception failed) when (PostgresErrors.IsKnown(failed) || failed is OperationCanceledException)
            {
                // Nobody is there to hear from. Whoever has something to do finds out by itself.
                await Task.Delay(Pause(), _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Half of it is chance: masters must not look in step.</summary>
    private static TimeSpan Pause() => Poll * (0.5 + (0.5 * Random.Shared.NextDouble()));
}
