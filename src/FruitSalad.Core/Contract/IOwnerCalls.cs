namespace FruitSalad.Contract;

/// <summary>What the salad's owner may call: add, read, stop.</summary>
public interface IOwnerCalls
{
    /// <summary>`add_tasks`: all of them or none; the same `request` adds nothing the second time.</summary>
    Task<Added> AddTasksAsync(Addition addition, CancellationToken cancellation);

    /// <summary>
    /// `share`: a value that tasks may name. Scripts come to workers by this way only, so that only an owner adds them.
    /// </summary>
    Task ShareAsync(SharedValue shared, CancellationToken cancellation);

    /// <summary>`close`: no more tasks will come.</summary>
    Task CloseAsync(CancellationToken cancellation);

    /// <summary>`stop`: hands out nothing more; ends when no lease is alive or, with `force`, at once.</summary>
    Task StopAsync(Stop stop, CancellationToken cancellation);

    /// <summary>
    /// `resign`: this master serves no more, and its process ends; what its store keeps, others serve. Answers false
    /// where the process is not the master's own: it belongs to the session that started it.
    /// </summary>
    Task<bool> ResignAsync(CancellationToken cancellation);

    /// <summary>`drain_workers`: sends workers home once they have finished what runs; answers how many are known.</summary>
    Task<int> DrainWorkersAsync(WorkerList workers, CancellationToken cancellation);

    /// <summary>`get_status`: the salad as it stands. With `wait_ms`, waits so long for its end.</summary>
    Task<SaladStatus> GetStatusAsync(StatusQuery query, CancellationToken cancellation);

    /// <summary>`get_masters`: who serves the salad now, the one that is asked among them.</summary>
    Task<MasterList> GetMastersAsync(CancellationToken cancellation);

    /// <summary>`get_tasks`: tasks in the order of their numbers, a page at a time.</summary>
    Task<TaskPage> GetTasksAsync(TaskQuery query, CancellationToken cancellation);

    /// <summary>`get_results`: accepted results in the order of the tasks' numbers, a page at a time.</summary>
    Task<ResultPage> GetResultsAsync(ResultQuery query, CancellationToken cancellation);

    /// <summary>`restart_tasks`: gives dead tasks new attempts; answers how many were dead.</summary>
    Task<int> RestartTasksAsync(TaskList tasks, CancellationToken cancellation);

    /// <summary>
    /// `withdraw_tasks`: does without these tasks, which are dead then; a worker that holds one is told so when it renews.
    /// Answers how many were neither done nor dead.
    /// </summary>
    Task<int> WithdrawTasksAsync(TaskList tasks, CancellationToken cancellation);

    /// <summary>`get_events`: events from a number on; waits up to `wait_ms` for the first.</summary>
    Task<EventAnswer> GetEventsAsync(EventQuery query, CancellationToken cancellation);
}
