namespace FruitSalad.Contract;

/// <summary>What a worker may call. The master never calls: drain and lost leases ride on answers.</summary>
public interface IWorkerCalls
{
    /// <summary>`give_task`: asks for work. Waits up to `wait_ms` for some; the same `request` gets the same leases.</summary>
    Task<Answer> GiveTaskAsync(Ask ask, CancellationToken cancellation);

    /// <summary>`receive_result`: hands results in and, with `ask`, asks for work in the same round trip.</summary>
    Task<Receipt> ReceiveResultAsync(Delivery delivery, CancellationToken cancellation);

    /// <summary>`renew_lease`: a sign of life for everything that is held.</summary>
    Task<Renewed> RenewLeaseAsync(Renewal renewal, CancellationToken cancellation);

    /// <summary>`fail_task`: an attempt failed in a living worker.</summary>
    Task<FailReceipt> FailTaskAsync(Failure failure, CancellationToken cancellation);

    /// <summary>`release_task`: gives back what was not begun.</summary>
    Task ReleaseTaskAsync(Held held, CancellationToken cancellation);

    /// <summary>`goodbye`: the worker leaves, and gives back all that it holds.</summary>
    Task GoodbyeAsync(CancellationToken cancellation);
}
