using System.Text.Json;
using FruitSalad.Store;

namespace FruitSalad.Journal;

public sealed partial class JournaledTaskStore
{
    /// <summary>So many calls share a turn at most: an entry is held in memory as a whole.</summary>
    private const int MaxBatch = 1000;

    private readonly List<Pending> _batch = [];
    private readonly List<byte[]> _texts = [];
    private MemoryTaskStore? _replica;
    private long _have;
    private bool _ahead;

    /// <summary>What other masters changed and nobody here was told of yet.</summary>
    private Effect _elsewhere;

    /// <summary>One turn at the journal, for those who wait. Whatever happens, they are answered.</summary>
    private async Task TakeTurnAsync()
    {
        _batch.Clear();
        _ahead = false;
        try
        {
            if (_replica is null)
            {
                await CatchUpAsync();
            }

            await (OnlyReadsWait() ? _journal.ReadAsync(_have, Look) : _journal.TurnAsync(_have, Decide));
        }
        catch (Exception failed)
        {
            if (_ahead || failed is not StoreException { Fault: StoreFault.Unavailable })
            {
                _replica = null;
            }

            Fail(failed);
            return;
        }

        Complete();
    }

    private async Task CatchUpAsync()
    {
        _replica = null;
        _have = 0;
        bool complete = false;
        do
        {
            await _journal.ReadAsync(_have, turn =>
            {
                Repeat(turn);
                complete = turn.IsComplete;
            });
        }
        while (!complete);

        // Whoever waits here has missed all of it.
        _elsewhere = _elsewhere with { WakeAll = true };
    }

    private void Look(JournalTurn turn)
    {
        Repeat(turn);
        if (turn.IsComplete)
        {
            Take(onlyReads: true);
            _batch.ForEach(read => read.Do(_replica!, turn.Now));
        }
    }

    private JournalEntry? Decide(JournalTurn turn)
    {
        Repeat(turn);
        if (!turn.IsComplete)
        {
            return null;
        }

        Take(onlyReads: false);
        _texts.Clear();
        _ahead = true;
        MemoryTaskStore replica = _replica!;
        if (turn.IsInterrupted || AbsenceRules.NobodyServed(replica.DueTap, turn.Now, _options.Patience))
        {
            var resume = new Resume();
            _elsewhere = resume.Repeat(replica, turn.Now).After(_elsewhere);
            _texts.Add(JournalJson.Write(resume));
        }

        foreach (Pending pending in _batch)
        {
            long events = replica.EventTap.Next;
            pending.Do(replica, turn.Now);
            if (pending.Text is { } text && (!pending.IsIdle || replica.EventTap.Next > events))
            {
                _texts.Add(text);
            }
        }

        if (_texts.Count == 0)
        {
            _ahead = false;
            return null;
        }

        return new JournalEntry(++_have, turn.Now, replica.EventTap.Next, JournalJson.Join(_texts));
    }

    /// <summary>Does what other masters did.</summary>
    private void Repeat(JournalTurn turn)
    {
        foreach (JournalEntry entry in turn.Entries)
        {
            Repeat(entry);
        }

        Volatile.Write(ref _reading, new Reading(turn.Now, _time.GetTimestamp()));
    }

    private void Repeat(JournalEntry entry)
    {
        if (entry.Format > JournalEntry.CurrentFormat)
        {
            throw new StoreException(
                StoreFault.LaterVersion, $"Entry {entry.Sequence} of the journal was written by a later version: update this one.");
        }

        if (entry.Sequence != _have + 1 || !entry.IsWhole)
        {
            throw Damaged(_have + 1);
        }

        foreach (StoreCommand command in Read(entry))
        {
            if (command is Found found)
            {
                Settings = found.Settings;
                SaladSettings kept = _options.AllEvents ? Settings with { EventCapacity = int.MaxValue } : Settings;
                _replica = new MemoryTaskStore(kept, found.Tasks, entry.Now, _options.Rules);
            }
            else
            {
                _elsewhere = command.Repeat(_replica!, entry.Now).After(_elsewhere);
            }
        }

        if (_replica!.EventTap.Next != entry.Events)
        {
            throw new StoreException(
                StoreFault.OtherRules,
                $"Entry {entry.Sequence} of the journal does not follow from this version's rules: use the version that wrote it.");
        }

        _have = entry.Sequence;
    }

    private static StoreCommand[] Read(JournalEntry entry)
    {
        try
        {
            return JournalJson.Read(entry.Commands);
        }
        catch (JsonException unreadable)
        {
            throw Damaged(entry.Sequence, unreadable);
        }
    }

    private static StoreException Damaged(long sequence, Exception? cause = null) => new(
        StoreFault.Damaged, $"Entry {sequence} of the journal is damaged or missing: restore it from a copy.", cause);

    private bool OnlyReadsWait()
    {
        lock (_lock)
        {
            return _waiting.All(pending => pending.Text is null);
        }
    }

    /// <summary>Takes out those who wait, in order: all that fit, or the reads before the first command.</summary>
    private void Take(bool onlyReads)
    {
        lock (_lock)
        {
            while (_batch.Count < MaxBatch && _waiting.TryPeek(out Pending? next) && (!onlyReads || next.Text is null))
            {
                _batch.Add(_waiting.Dequeue());
            }
        }
    }

    private void Complete()
    {
        Effect elsewhere = _elsewhere;
        foreach (Pending pending in _batch)
        {
            if (pending.Complete(elsewhere))
            {
                elsewhere = _elsewhere = default;
            }
        }

        if (_batch.Count > 0 && elsewhere is { WakeAll: true } or { MadeReady: > 0 })
        {
            // Only reads were answered: others who wait hear of it by the next tick.
            _hint?.Invoke();
        }
    }

    private void Fail(Exception why)
    {
        lock (_lock)
        {
            _batch.AddRange(_waiting);
            _waiting.Clear();
        }

        _batch.ForEach(pending => pending.Fail(why));
    }
}
