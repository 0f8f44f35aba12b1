using System.Text;
using FruitSalad.Core.Tests.Store;
using FruitSalad.Journal;
using FruitSalad.Store;
using FruitSalad.Tasks;
using Microsoft.Extensions.Time.Testing;
using static FruitSalad.Core.Tests.Store.TestSalad;
using Async = System.Threading.Tasks.Task;

namespace FruitSalad.Core.Tests.Journal;

/// <summary>A salad that repeats a journal: batches, other masters, failed commits, other rules.</summary>
public class JournaledTaskStoreTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly SaladSettings Settings = new() { Id = new Guid(7, 0, 0, new byte[8]), Policy = SaladPolicy.Robust, KeepOpen = true };
    private readonly MemoryJournal _journal = new(() => default, JournalEntry.First(Settings, Many(2)));

    [Fact]
    public async Async What_comes_during_a_turn_shares_the_next_one_and_its_entry()
    {
        var held = new HeldJournal(_journal.Open());
        JournaledTaskStore store = await OpenAsync(held);
        held.IsHeld = true;
        Async first = store.RefuseAsync(A, "first", default).AsTask();
        Async[] rest = [.. Enumerable.Range(0, 9).Select(i => store.RefuseAsync(A, $"{i}", default).AsTask())];
        Task<SaladSnapshot> read = store.SnapshotAsync().AsTask();
        Assert.DoesNotContain(rest, call => call.IsCompleted);
        held.IsHeld = false;
        held.Release();
        await Async.WhenAll([first, .. rest, read]).WaitAsync(Bound);

        // All ten were waiting when the first turn came to decide, or nine of them for the second.
        Assert.InRange(held.Turns, 1, 2);
        Assert.Equal(1 + held.Turns, _journal.Entries.Count);
        Assert.Equal(["first", .. Enumerable.Range(0, 9).Select(i => $"{i}")], await RefusalsAsync(store));
        Assert.Equal(10 + 2, (await read).Events);
    }

    [Fact]
    public async Async Callers_whom_one_turn_answered_share_the_next_one_too()
    {
        var held = new HeldJournal(_journal.Open());
        JournaledTaskStore store = await OpenAsync(held, new FakeTimeProvider());
        await TogetherAsync(store, held, 3);
        int before = held.Turns;

        Async first = store.RefuseAsync(A, "first", default).AsTask();
        Async second = store.RefuseAsync(B, "second", default).AsTask();
        Assert.Equal(before, held.Turns);
        await Async.WhenAll(first, second, store.RefuseAsync(A, "third", default).AsTask()).WaitAsync(Bound);

        Assert.Equal(before + 1, held.Turns);
    }

    [Fact]
    public async Async Company_that_stays_away_is_waited_for_a_moment_and_not_again_at_once()
    {
        var time = new FakeTimeProvider();
        var held = new HeldJournal(_journal.Open());
        JournaledTaskStore store = await OpenAsync(held, time);
        await TogetherAsync(store, held, 3);
        int before = held.Turns;

        Async alone = store.RefuseAsync(A, "alone", default).AsTask();
        Assert.Equal((before, (long)_journal.Entries.Count), (held.Turns, held.Expected));
        time.Advance(TurnCompany.Patience);
        await alone.WaitAsync(Bound);

        await store.RefuseAsync(A, "alone again", default).AsTask().WaitAsync(Bound);
        Assert.Equal(before + 2, held.Turns);
    }

    [Fact]
    public async Async Who_waits_for_company_when_the_salad_is_closed_is_answered()
    {
        var held = new HeldJournal(_journal.Open());
        JournaledTaskStore store = await OpenAsync(held, new FakeTimeProvider());
        await TogetherAsync(store, held, 3);
        Async waiting = store.RefuseAsync(A, "last", default).AsTask();

        await store.DisposeAsync();

        await waiting.WaitAsync(Bound);
        Assert.Equal("last", (await RefusalsAsync(store)).Last());
    }

    [Fact]
    public async Async A_master_sees_what_another_did_before_it_decides()
    {
        JournaledTaskStore first = await OpenAsync(), second = await OpenAsync();
        await first.HelloAsync(A, new WorkerIntroduction("W", 1, "here"), default);
        await second.HelloAsync(B, new WorkerIntroduction("W", 2, "here"), default);

        Grant one = Assert.Single((await first.ClaimAsync(A, 1, 1, default, default)).Value.Grants);
        Grant two = Assert.Single((await second.ClaimAsync(B, 1, 1, default, default)).Value.Grants);

        Assert.NotEqual(one.Task.Id, two.Task.Id);
        Verdict[] verdicts = (await second.AcceptAsync(A, [new ResultEntry(one.Task.Id, 1, "1")], default)).Value;
        Assert.Equal([Verdict.Accepted], verdicts);
        Assert.Equal([Verdict.AlreadyAccepted], (await first.AcceptAsync(A, [new ResultEntry(one.Task.Id, 1, "1")], default)).Value);
    }

    [Fact]
    public async Async An_effect_tells_those_who_wait_here_of_what_another_master_did_once()
    {
        JournaledTaskStore here = await OpenAsync(), there = await OpenAsync();
        await here.TickAsync(default);
        await there.AddAsync("more", [Task(), Task()], default);
        await there.StopAsync(false, default);
        await here.SnapshotAsync();

        Effect told = await here.TickAsync(default);
        Effect again = await here.TickAsync(default);

        Assert.Equal((2, true), (told.MadeReady, told.WakeAll));
        Assert.Equal((0, false), (again.MadeReady, again.WakeAll));
    }

    [Fact]
    public async Async A_call_whose_turn_did_not_begin_fails_and_the_next_one_is_as_ever()
    {
        var failing = new FailingJournal(_journal.Open()) { Next = FailingJournal.Failing.BeforeTurn };
        JournaledTaskStore store = await OpenAsync(failing);

        StoreException failed = await Assert.ThrowsAsync<StoreException>(async () => await store.RefuseAsync(A, "lost", default));

        Assert.Equal(StoreFault.Unavailable, failed.Fault);
        await store.RefuseAsync(A, "kept", default);
        Assert.Equal(["kept"], await RefusalsAsync(store));
    }

    [Fact]
    public async Async What_was_decided_and_not_written_is_forgotten()
    {
        var failing = new FailingJournal(_journal.Open());
        JournaledTaskStore store = await OpenAsync(failing);
        failing.Next = FailingJournal.Failing.BeforeCommit;
        await Assert.ThrowsAsync<StoreException>(async () => await store.RefuseAsync(A, "lost", default));

        Assert.Empty(await RefusalsAsync(store));
        await store.RefuseAsync(A, "kept", default);
        Assert.Equal(["kept"], await RefusalsAsync(await OpenAsync()));
    }

    [Fact]
    public async Async What_was_written_although_the_answer_was_lost_is_there_and_is_not_done_twice()
    {
        var failing = new FailingJournal(_journal.Open());
        JournaledTaskStore store = await OpenAsync(failing);
        failing.Next = FailingJournal.Failing.AfterCommit;
        await Assert.ThrowsAsync<StoreException>(async () => await store.AddAsync("crumble", [Task()], default));

        Assert.Equal(2, (await store.AddAsync("crumble", [Task()], default)).Value);
        Assert.Equal(3, (await store.TasksAsync(null, 0, 9)).Count);
    }

    [Fact]
    public async Async Whoever_waits_is_told_after_a_rebuild()
    {
        var failing = new FailingJournal(_journal.Open());
        JournaledTaskStore store = await OpenAsync(failing);
        failing.Next = FailingJournal.Failing.AfterCommit;
        await Assert.ThrowsAsync<StoreException>(async () => await store.AddAsync("more", [Task()], default));

        Assert.True((await store.TickAsync(default)).WakeAll);
    }

    [Fact]
    public async Async A_refused_addition_repeats_as_refused()
    {
        JournaledTaskStore store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AddAsync("bad", [Task("kiwi", 1, 9)], default));
        await store.AddAsync("good", [Task()], default);

        Assert.Equal(3, (await (await OpenAsync()).TasksAsync(null, 0, 9)).Count);
    }

    [Fact]
    public async Async A_journal_of_other_rules_is_noticed()
    {
        JournaledTaskStore store = await OpenAsync();
        await store.RefuseAsync(A, "no", default);
        JournalEntry last = _journal.Entries[^1];
        await AppendAsync(new JournalEntry(3, last.Now, last.Events + 5, last.Commands));

        Assert.Equal(StoreFault.OtherRules, (await Assert.ThrowsAsync<StoreException>(async () => await store.TickAsync(default))).Fault);
        Assert.Equal(StoreFault.OtherRules, (await Assert.ThrowsAsync<StoreException>(() => OpenAsync())).Fault);
    }

    [Fact]
    public async Async A_journal_of_a_later_version_is_noticed()
    {
        await AppendAsync(new JournalEntry(2, default, 3, "[]"u8.ToArray()) { Format = JournalEntry.CurrentFormat + 1 });

        Assert.Equal(StoreFault.LaterVersion, (await Assert.ThrowsAsync<StoreException>(() => OpenAsync())).Fault);
    }

    [Theory]
    [InlineData("[{\"do\":\"dance\"}]")]
    [InlineData("[{\"do\":\"refuse\"")]
    [InlineData("null and void")]
    public async Async A_journal_that_cannot_be_read_is_damaged(string commands)
    {
        await AppendAsync(new JournalEntry(2, default, 3, Encoding.UTF8.GetBytes(commands)));

        Assert.Equal(StoreFault.Damaged, (await Assert.ThrowsAsync<StoreException>(() => OpenAsync())).Fault);
    }

    [Fact]
    public async Async What_a_record_got_after_it_was_written_has_its_default()
    {
        // As a version before there were payloads, dependencies, children and errors could have written it.
        await AppendAsync(new JournalEntry(2, default, 3, """[{"do":"add","request":"r","tasks":[{"name":"kiwi","duration":10}]}]"""u8.ToArray()));
        JournaledTaskStore store = await OpenAsync();

        TaskSnapshot task = (await store.TasksAsync(null, 2, 1))[0];

        Assert.Equal(("kiwi", TaskState.Ready), (task.Task.Name, task.State));
        Assert.Empty(task.Task.DependsOn);
    }

    [Fact]
    public void Random_histories_are_the_same_as_in_memory()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            TimeSpan now = default;
            string trace = new RandomHistory(seed, (settings, tasks) =>
            {
                var journal = new MemoryJournal(() => now, JournalEntry.First(settings, tasks));
                return new TestSalad(Take(new ValueTask<JournaledTaskStore>(OpenAsync(journal.Open()))), moved => now = moved);
            }).Run(60).Trace;

            Assert.Equal(new RandomHistory(seed).Run(60).Trace, trace);
        }
    }

    [Fact]
    public void No_history_with_pauses_in_which_nobody_served_breaks_an_invariant()
    {
        int resumed = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            TimeSpan now = default;
            TestSalad salad = new RandomHistory(seed, (settings, tasks) =>
            {
                var journal = new MemoryJournal(() => now, JournalEntry.First(settings, tasks));
                Task<JournaledTaskStore> opening = JournaledTaskStore.OpenAsync(journal.Open(), TimeProvider.System);
                return new TestSalad(Take(new ValueTask<JournaledTaskStore>(opening)), moved => now = moved);
            }).Run(60).Salad;
            resumed += salad.Count(EventKind.Resumed);
        }

        Assert.InRange(resumed, 50, int.MaxValue);
    }

    [Fact]
    public async Async A_closed_salad_stays_readable()
    {
        JournaledTaskStore store = await OpenAsync();
        await store.DisposeAsync();
        await store.DisposeAsync();

        Assert.Equal(2, (await store.SnapshotAsync()).Counts.Ready);
    }

    /// <summary>So many calls that one turn answers.</summary>
    private static async Async TogetherAsync(JournaledTaskStore store, HeldJournal held, int count)
    {
        held.IsHeld = true;
        Async[] calls = [.. Enumerable.Range(0, count).Select(i => store.RefuseAsync(A, $"{i}", default).AsTask())];
        held.IsHeld = false;
        held.Release();
        await Async.WhenAll(calls).WaitAsync(Bound);
        Assert.Equal(1, held.Turns);
    }

    private Task<JournaledTaskStore> OpenAsync(ITaskJournal? journal = null, TimeProvider? time = null) => JournaledTaskStore.OpenAsync(
        journal ?? _journal.Open(), time ?? TimeProvider.System, new JournaledStoreOptions { Patience = TimeSpan.MaxValue });

    private async Async AppendAsync(JournalEntry entry) =>
        await _journal.Open().TurnAsync(_journal.Entries.Count, _ => entry);

    private static async Task<IEnumerable<string?>> RefusalsAsync(JournaledTaskStore store) =>
        (await store.EventsAsync(0, 100)).Events.Where(e => e.Kind == EventKind.Refused).Select(e => e.Detail);
}
