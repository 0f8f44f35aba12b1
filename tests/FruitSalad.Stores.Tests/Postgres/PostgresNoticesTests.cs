using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores.Postgres;
using FruitSalad.Tasks;
using Npgsql;

namespace FruitSalad.Stores.Tests.Postgres;

/// <summary>What masters of one database tell each other, and what one does that knows to be alone.</summary>
public sealed class PostgresNoticesTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly PostgresPlace _place = new(realClock: true);
    private readonly NpgsqlConnection _ears;
    private readonly Queue<string> _heard = new();
    private readonly List<ITaskJournal> _journals = [];

    public PostgresNoticesTests()
    {
        _place.Store.CreateAsync(
            new SaladSettings { Name = "salad", Id = Guid.NewGuid(), Policy = SaladPolicy.Robust }, [], SaladKeys.Create())
            .GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
        _ears = PostgresPlace.Open(_place.Connection);
        _ears.Notification += (_, notice) => _heard.Enqueue(notice.Payload);
        using var listen = new NpgsqlCommand($"LISTEN {PostgresListener.ChannelOf(1)}", _ears);
        listen.ExecuteNonQuery();
    }

    [Fact]
    public async Task Nobody_is_told_while_nobody_listens_and_a_newcomer_misses_nothing()
    {
        ITaskJournal first = await OpenAsync();
        string one = await WatchAsync(first, () => { });
        await AppendAsync(first, 2);

        ITaskJournal second = await OpenAsync();
        using var told = new SemaphoreSlim(0);
        string other = await WatchAsync(second, () => told.Release());

        Assert.NotEqual(one, other);
        Assert.Equal([one, other], [await NextNoticeAsync(), await NextNoticeAsync()]);
        Assert.True(await told.WaitAsync(Bound));
        await AppendAsync(first, 3);
        Assert.Equal(one, await NextNoticeAsync());
        await AppendAsync(second, 4);
        Assert.Equal(other, await NextNoticeAsync());
    }

    [Fact]
    public async Task A_journal_that_listens_to_nobody_tells_all_the_same()
    {
        await WatchAsync(await OpenAsync(), () => { });

        await AppendAsync(await OpenAsync(), 2);

        Assert.NotEmpty(await NextNoticeAsync());
    }

    [Fact]
    public async Task Whoever_is_alone_takes_the_lock_as_soon_as_a_turn_is_expected()
    {
        ITaskJournal journal = await OpenAsync();
        await WatchAsync(journal, () => { });

        journal.Expect(1);
        await UntilAsync(free: false);
        await AppendAsync(journal, 2);
        Assert.True(await IsFreeAsync());

        journal.Expect(2);
        await UntilAsync(free: false);
        await journal.ReadAsync(2, turn => Assert.True(turn.IsComplete));
        Assert.True(await IsFreeAsync());

        journal.Expect(2);
        await journal.DisposeAsync();
        await UntilAsync(free: true);
    }

    [Fact]
    public async Task Nobody_waits_for_a_turn_that_is_only_expected()
    {
        ITaskJournal first = await OpenAsync();
        await WatchAsync(first, () => { });
        ITaskJournal second = await OpenAsync();
        await WatchAsync(second, () => { });
        await NextNoticeAsync();
        await NextNoticeAsync();
        await first.ReadAsync(1, turn => Assert.Empty(turn.Entries));

        first.Expect(1);
        await AppendAsync(second, 2);
        await first.TurnAsync(1, turn =>
        {
            Assert.Single(turn.Entries);
            return null;
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ITaskJournal journal in _journals)
        {
            await journal.DisposeAsync();
        }

        await _ears.DisposeAsync();
        _place.Dispose();
    }

    private async Task<ITaskJournal> OpenAsync()
    {
        ITaskJournal journal = (await _place.Store.OpenAsync()).Journal;
        _journals.Add(journal);
        return journal;
    }

    /// <summary>Has a journal listen; answers what it says of itself when it does.</summary>
    private async Task<string> WatchAsync(ITaskJournal journal, Action appended)
    {
        journal.Watch(appended);
        return await NextNoticeAsync();
    }

    private static async Task AppendAsync(ITaskJournal journal, long sequence) =>
        await journal.TurnAsync(sequence - 1, turn => new JournalEntry(sequence, turn.Now, 0, "[]"u8.ToArray()));

    private async Task<string> NextNoticeAsync()
    {
        while (_heard.Count == 0)
        {
            Assert.True(await _ears.WaitAsync(Bound, TestContext.Current.CancellationToken), "There was no notice.");
        }

        return _heard.Dequeue();
    }

    private async Task UntilAsync(bool free)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (await IsFreeAsync() != free)
        {
            bound.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Whether nobody has the salad's lock.</summary>
    private async Task<bool> IsFreeAsync()
    {
        await using NpgsqlConnection other = PostgresPlace.Open(_place.Connection);
        await using var attempt = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({PostgresListener.LockClass}, 1)", other);
        return (bool)(await attempt.ExecuteScalarAsync())!;
    }
}
