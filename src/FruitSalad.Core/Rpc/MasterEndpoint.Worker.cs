using FruitSalad.Contract;
using FruitSalad.Master;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Rpc;

internal sealed partial class MasterEndpoint : IWorkerCalls
{
    private readonly HashSet<string> _told = [];
    private Waiting? _waiting;

    /// <inheritdoc/>
    public async Task<Answer> GiveTaskAsync(Ask ask, CancellationToken cancellation)
    {
        Require(Role.Worker);
        RequireAsk(ask);
        Waiting? waiting = null;
        Answer? answer = await host.Master.AskAsync(
            _worker, ask, until => waiting = new Waiting(_worker, ask, until), host.Clock.Now).ConfigureAwait(false);
        if (answer is null)
        {
            answer = await WaitAsync(waiting!, cancellation).ConfigureAwait(false);
        }

        return await GiveAsync(answer).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<Receipt> ReceiveResultAsync(Delivery delivery, CancellationToken cancellation)
    {
        Require(Role.Worker);
        RequireCount(delivery.Results.Count, "results");
        if (delivery.Ask is { } ask)
        {
            RequireAsk(ask);
        }

        foreach (TaskResult result in delivery.Results)
        {
            RequireCount(result.Add?.Count ?? 0, "add");
        }

        ResultEntry[] entries = [.. delivery.Results.Select(Incoming.Result)];
        Receipt receipt = await host.Master.ReceiveAsync(_worker, entries, delivery.Ask, host.Clock.Now).ConfigureAwait(false);
        int madeUp = receipt.Verdicts.Count(verdict => verdict == Verdict.Unknown);
        if (madeUp > 0)
        {
            await RefuseAsync($"{madeUp} result(s) for attempts that were never issued to this worker, or damaged.").ConfigureAwait(false);
        }

        return receipt.Next is null ? receipt : receipt with { Next = await GiveAsync(receipt.Next).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public async Task<Renewed> RenewLeaseAsync(Renewal renewal, CancellationToken cancellation)
    {
        Require(Role.Worker);
        RequireCount(renewal.Leases.Count, "leases");
        return await host.Master.RenewAsync(_worker, renewal.Leases, host.Clock.Now).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<FailReceipt> FailTaskAsync(Failure failure, CancellationToken cancellation)
    {
        Require(Role.Worker);
        return await host.Master.FailAsync(_worker, failure, host.Clock.Now).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ReleaseTaskAsync(Held held, CancellationToken cancellation)
    {
        Require(Role.Worker);
        RequireCount(held.Leases.Count, "leases");
        await host.Master.ReleaseAsync(_worker, held.Leases, host.Clock.Now).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task GoodbyeAsync(CancellationToken cancellation)
    {
        Require(Role.Worker);
        await host.Master.GoodbyeAsync(_worker, host.Clock.Now).ConfigureAwait(false);
    }

    private void RequireAsk(Ask ask)
    {
        RequireCount(ask.Max, "max");
        if (ask.Max < 1 || ask.Request < 1 || double.IsNaN(ask.WaitMs))
        {
            throw Refuse(RpcErrors.OutOfBounds, "A question has a request number from 1 on, takes at least 1 task and waits a number of ms.");
        }
    }

    private async Task<Answer> WaitAsync(Waiting waiting, CancellationToken cancellation)
    {
        _waiting = waiting;
        await using CancellationTokenRegistration gone = cancellation.Register(() => Forget(waiting));
        if (_gone)
        {
            Forget(waiting);
        }

        return await waiting.Answer.ConfigureAwait(false);
    }

    private void Forget(Waiting waiting)
    {
        waiting.Cancel();
        host.Master.Forget(waiting);
    }

    /// <summary>
    /// Hands the answer over - unless the connection ended while it was made: then its leases go back, since the end of
    /// the connection was told to the store before they were given.
    /// </summary>
    private async Task<Answer> GiveAsync(Answer answer)
    {
        if (_gone && answer.Tasks is { } tasks)
        {
            LeaseName[] leases = [.. tasks.Select(task => new LeaseName(task.Task, task.Attempt))];
            await host.Master.ReleaseAsync(_worker, leases, host.Clock.Now).ConfigureAwait(false);
        }

        return await WithSharedAsync(answer).ConfigureAwait(false);
    }

    /// <summary>Adds what the tasks have in common, where this connection has not had it yet.</summary>
    private async Task<Answer> WithSharedAsync(Answer answer)
    {
        Dictionary<string, JsonText>? shared = null;
        foreach (Assignment task in answer.Tasks ?? [])
        {
            if (task.Shared is { } key && _told.Add(key) && await host.Master.SharedAsync(key).ConfigureAwait(false) is { } value)
            {
                (shared ??= []).Add(key, value);
            }
        }

        return shared is null ? answer : answer with { Shared = shared };
    }

    /// <summary>A question of this connection's that waits.</summary>
    private sealed class Waiting(WorkerId worker, Ask ask, TimeSpan until) : ParkedAsk(worker, ask, until)
    {
        private readonly TaskCompletionSource<Answer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Answer> Answer => _answer.Task;

        public override bool Deliver(Answer answer) => _answer.TrySetResult(answer);

        public void Cancel() => _answer.TrySetCanceled();
    }
}
