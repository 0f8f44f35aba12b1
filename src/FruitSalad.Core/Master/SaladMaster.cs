using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Master;

/// <summary>
/// The master as steps: each call is a step (state, input, now) -> answer, with a store that keeps the state and decides
/// by the rules. It never calls anybody, opens no socket and reads no clock: a thin shell runs the steps for real, the
/// simulator runs the same ones under virtual time.
/// </summary>
/// <remarks>
/// Safe to call from many threads: what must be atomic is atomic in the store. After each transition, outside any lock,
/// questions that may have an answer now are asked again, and the shell is told what to wait for next.
/// </remarks>
public sealed partial class SaladMaster
{
    /// <summary>The protocol version that this master speaks.</summary>
    public const int Protocol = 1;

    /// <summary>How many tasks one question may ask for, and how many entries one message may carry.</summary>
    public const int MaxCount = 10_000;

    private readonly ITaskStore _store;
    private readonly Action<Effect> _changed;
    private readonly ParkedAsks _parked = new();
    private readonly TimeSpan _longest;

    /// <summary>A master over a store.</summary>
    /// <param name="store">Keeps the salad.</param>
    /// <param name="longest">The longest task's duration, scaled, for the warning; zero: unknown.</param>
    /// <param name="changed">
    /// Called after each transition, outside any lock: a tick is due at the effect's time, and readers of events or of
    /// the status may look again. Must not block.
    /// </param>
    public SaladMaster(ITaskStore store, TimeSpan longest, Action<Effect> changed)
    {
        _store = store;
        _longest = longest;
        _changed = changed;
    }

    /// <summary>What the salad was made with.</summary>
    public SaladSettings Settings => _store.Settings;

    /// <summary>Does whatever is due: expired leases, graces, the idle limit, waits that are over.</summary>
    public async ValueTask TickAsync(TimeSpan now)
    {
        try
        {
            await ActAsync(await _store.TickAsync(now), now);
        }
        finally
        {
            // Also where the store cannot be reached: whoever asks again is told so.
            foreach (ParkedAsk overdue in _parked.TakeOverdue(now))
            {
                overdue.Deliver(NothingYet(waited: true));
            }
        }

        if (_parked.NextDue() is { } next)
        {
            _changed(new Effect(0, false, next, -1));
        }
    }

    /// <summary>Writes down that something was refused.</summary>
    /// <param name="worker">Whose call, or none.</param>
    /// <param name="why">For people; no secret in it.</param>
    /// <param name="now">Since the epoch.</param>
    public async ValueTask RefuseAsync(WorkerId worker, string why, TimeSpan now) =>
        await ActAsync(await _store.RefuseAsync(worker, why, now), now);

    private async ValueTask ActAsync(Effect effect, TimeSpan now)
    {
        _changed(effect);
        if (effect.MadeReady == 0 && !effect.WakeAll)
        {
            return;
        }

        foreach (ParkedAsk ask in _parked.Wake(effect.WakeAll ? int.MaxValue : effect.MadeReady))
        {
            try
            {
                await AskAgainAsync(ask, now);
            }
            catch (StoreException)
            {
                // The store is gone. Whoever brought the news has its answer already, and this question must not be
                // lost: asked again, it is told why.
                ask.Deliver(NothingYet(waited: true));
            }
        }
    }

    /// <summary>Not AskAsync: a question that finds nothing goes back to wait, it is not answered "nothing yet".</summary>
    private async ValueTask AskAgainAsync(ParkedAsk ask, TimeSpan now)
    {
        if (await TryAnswerAsync(ask.Worker, ask.Ask, ask.Until, now) is not { } answer)
        {
            await ParkAsync(ask, now);
        }
        else if (!ask.Deliver(answer))
        {
            await TakeBackAsync(ask.Worker, answer, now);
        }
    }

    /// <summary>The asker is gone: what it would have got goes to others, and nobody is to blame.</summary>
    private async ValueTask TakeBackAsync(WorkerId worker, Answer answer, TimeSpan now)
    {
        if (answer.Tasks is { } tasks)
        {
            HeldTask[] held = [.. tasks.Select(task => new HeldTask(task.Task, task.Attempt))];
            await ActAsync(await _store.ReleaseAsync(worker, held, now), now);
        }
    }

    private Answer NothingYet(bool waited) => new(AnswerKind.Wait)
    {
        RetryAfterMs = waited ? 0 : Settings.Policy.Poll.TotalMilliseconds,
    };
}
