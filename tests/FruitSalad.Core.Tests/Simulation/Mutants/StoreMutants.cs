using FruitSalad.Simulation;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>
/// The store's own bookkeeping, spoilt on the way in or out. Left out, since it breaks no promise: waking nobody (whoever
/// waits gets its task when its own wait is over, later than it could).
/// </summary>
internal static class StoreMutants
{
    public static readonly Mutation[] All =
    [
        new("store-request-ignored", "a question asked again leases anew, and leaves the first lease behind")
        {
            Store = store => new RequestIgnored(store),
        },
        new("store-stale-grants", "a question asked again gets leases that have ended")
        {
            Store = store => new StaleGrants(store),
        },
        new("store-lock-split", "two workers that ask at the same moment get the same task")
        {
            Store = store => new LockSplit(store),
        },
        new("store-grant-lost", "what is leased is not handed over")
        {
            Store = store => new GrantLost(store),
        },
        new("store-result-lost", "a result is acknowledged and forgotten")
        {
            Store = store => new ResultLost(store),
        },
        new("store-addition-lost", "an addition is acknowledged and forgotten")
        {
            Store = store => new AdditionLost(store),
        },
        new("store-renewal-lost", "a sign of life is answered and forgotten")
        {
            Store = store => new RenewalLost(store),
        },
        new("store-lost-untold", "nobody is told that a lease is lost")
        {
            Store = store => new LostUntold(store),
        },
        new("store-old-connection", "the end of an older connection counts as that of the last")
        {
            Store = store => new OldConnection(store),
        },
        new("store-end-unheard", "the end of a connection is not noticed")
        {
            Store = store => new EndUnheard(store),
        },
        new("store-exit-unheard", "that a process has exited is taken for a lost connection")
        {
            Store = store => new ExitUnheard(store),
        },
        new("store-no-timer", "the master is not told when it has something to do")
        {
            Store = store => new Timeless(store, _ => null),
        },
        new("store-late-timer", "the master is told a second late when it has something to do")
        {
            Store = store => new Timeless(store, due => due + TimeSpan.FromSeconds(1)),
        },
        new("store-sent-home", "whoever finds nothing is sent home")
        {
            Store = store => new SentHome(store),
        },
    ];

    private static ValueTask<Transition<T>> Told<T>(ValueTask<Transition<T>> step, T value) => Told(At.Once(step), value);

    private static ValueTask<Transition<T>> Told<T>(Transition<T> step, T value) => new(step with { Value = value });

    private sealed class RequestIgnored(ITaskStore store) : StoreBetween(store)
    {
        private long _asked;

        public override ValueTask<Transition<Claim>> ClaimAsync(
            WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now) =>
            base.ClaimAsync(worker, ++_asked, max, openUntil, now);
    }

    private sealed class StaleGrants(ITaskStore store) : StoreBetween(store)
    {
        private readonly Dictionary<WorkerId, (long Request, Claim Claim)> _last = [];

        public override ValueTask<Transition<Claim>> ClaimAsync(
            WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now)
        {
            Transition<Claim> step = At.Once(base.ClaimAsync(worker, request, max, openUntil, now));
            if (_last.TryGetValue(worker, out (long Request, Claim Claim) last) && last.Request == request)
            {
                return Told(step, last.Claim);
            }

            Claim claim = step.Value;
            if (claim.Grants.Length > 0)
            {
                _last[worker] = (request, claim);
            }

            return new(step);
        }
    }

    private sealed class LockSplit(ITaskStore store) : StoreBetween(store)
    {
        private (TimeSpan At, Claim Claim)? _last;

        public override ValueTask<Transition<Claim>> ClaimAsync(
            WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now)
        {
            Transition<Claim> step = At.Once(base.ClaimAsync(worker, request, max, openUntil, now));
            Claim claim = step.Value;
            if (_last is { } last && last.At == now && claim is { Grants: [], Done: false })
            {
                return Told(step, last.Claim);
            }

            _last = claim.Grants.Length > 0 ? (now, claim) : _last;
            return new(step);
        }
    }

    private sealed class GrantLost(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Transition<Claim>> ClaimAsync(
            WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now)
        {
            Transition<Claim> step = At.Once(base.ClaimAsync(worker, request, max, openUntil, now));
            Claim claim = step.Value;
            return claim.Grants.Length > 1 ? Told(step, claim with { Grants = claim.Grants[..^1] }) : new(step);
        }
    }

    private sealed class ResultLost(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Transition<Verdict[]>> AcceptAsync(
            WorkerId worker, IReadOnlyList<ResultEntry> results, TimeSpan now) =>
            results is [{ TaskId: 1, Intact: true }]
                ? Told(base.AcceptAsync(worker, [], now), [Verdict.Accepted])
                : base.AcceptAsync(worker, results, now);
    }

    private sealed class AdditionLost(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Transition<int?>> AddAsync(string request, IReadOnlyList<NewTask> tasks, TimeSpan now) =>
            base.AddAsync(request, [], now);
    }

    private sealed class RenewalLost(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Transition<RenewOutcome>> RenewAsync(
            WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
            Told(base.RenewAsync(worker, [], now), new RenewOutcome([], false));
    }

    private sealed class LostUntold(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Transition<RenewOutcome>> RenewAsync(
            WorkerId worker, IReadOnlyList<HeldTask> held, TimeSpan now) =>
            Told(base.RenewAsync(worker, held, now), new RenewOutcome([], false));
    }

    private sealed class OldConnection(ITaskStore store) : StoreBetween(store)
    {
        private readonly Dictionary<WorkerId, int> _last = [];

        public override ValueTask<Transition<int>> HelloAsync(
            WorkerId worker, WorkerIntroduction introduction, TimeSpan now)
        {
            Transition<int> step = At.Once(base.HelloAsync(worker, introduction, now));
            _last[worker] = step.Value;
            return new(step);
        }

        public override ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
            base.DisconnectAsync(worker, _last[worker], exited, now);
    }

    private sealed class EndUnheard(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
            TickAsync(now);
    }

    private sealed class ExitUnheard(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
            base.DisconnectAsync(worker, connection, exited: false, now);
    }

    private sealed class Timeless(ITaskStore store, Func<TimeSpan?, TimeSpan?> due) : StoreBetween(store)
    {
        public override ValueTask<Effect> TickAsync(TimeSpan now) => Wrong(base.TickAsync(now));

        public override ValueTask<Effect> DisconnectAsync(WorkerId worker, int connection, bool exited, TimeSpan now) =>
            Wrong(base.DisconnectAsync(worker, connection, exited, now));

        public override ValueTask<Transition<Claim>> ClaimAsync(
            WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now) =>
            Wrong(base.ClaimAsync(worker, request, max, openUntil, now));

        private ValueTask<Effect> Wrong(ValueTask<Effect> step)
        {
            Effect effect = At.Once(step);
            return new(effect with { NextDue = due(effect.NextDue) });
        }

        private ValueTask<Transition<T>> Wrong<T>(ValueTask<Transition<T>> step)
        {
            Transition<T> transition = At.Once(step);
            return new(transition with { Effect = transition.Effect with { NextDue = due(transition.Effect.NextDue) } });
        }
    }

    private sealed class SentHome(ITaskStore store) : StoreBetween(store)
    {
        public override ValueTask<Transition<Claim>> ClaimAsync(
            WorkerId worker, long request, int max, TimeSpan openUntil, TimeSpan now)
        {
            Transition<Claim> step = At.Once(base.ClaimAsync(worker, request, max, openUntil, now));
            return step.Value is { Grants: [], Done: false }
                ? Told(step, new Claim([], true, EndReason.Completed))
                : new(step);
        }
    }
}
