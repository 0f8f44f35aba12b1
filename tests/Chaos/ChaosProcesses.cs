using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Chaos;

/// <summary>
/// The masters and workers of a chaos run: real processes, each replaced when it is killed. A master's successor takes its
/// port; a worker's has an identity of its own.
/// </summary>
internal sealed class ChaosProcesses : IAsyncDisposable
{
    private readonly ChaosPlan _plan;
    private readonly SaladSettings _settings;
    private readonly MasterProcess?[] _masters;
    private readonly WorkerProcess[] _workers;
    private readonly List<Task> _starting = [];
    private readonly List<(TimeSpan From, TimeSpan To)> _masterless = [];
    private TimeSpan _masterlessSince;
    private int _serving;
    private bool _closing;

    private ChaosProcesses(ChaosPlan plan, SaladSettings settings)
    {
        _plan = plan;
        _settings = settings;
        _masters = new MasterProcess?[plan.Masters];
        _workers = new WorkerProcess[plan.Workers];
    }

    /// <summary>Where the masters listen, all through the run.</summary>
    public IReadOnlyList<MasterAddress> Addresses { get; private set; } = [];

    /// <summary>The salad's clock.</summary>
    public Func<TimeSpan> Clock { get; set; } = () => TimeSpan.Zero;

    /// <summary>When no master was left, by that clock.</summary>
    public IReadOnlyList<(TimeSpan From, TimeSpan To)> Masterless => _masterless;

    /// <summary>The salad's secrets.</summary>
    public SaladKeys Keys { get; private set; } = null!;

    public static async Task<ChaosProcesses> StartAsync(ChaosPlan plan, SaladSettings settings)
    {
        var processes = new ChaosProcesses(plan, settings);
        var addresses = new List<MasterAddress>();
        for (int i = 0; i < plan.Masters; i++)
        {
            processes._masters[i] = processes.StartMaster(port: 0);
            MasterReport report = await processes._masters[i]!.Ready;
            JoinFile join = report.Join ?? throw new InvalidOperationException(report.Error);
            addresses.AddRange(join.Addresses());
            processes.Keys = new SaladKeys(join.WorkerKey!, join.OwnerKey!);
            processes._serving++;
        }

        processes.Addresses = addresses;
        for (int i = 0; i < plan.Workers; i++)
        {
            processes._workers[i] = processes.StartWorker(i);
        }

        return processes;
    }

    /// <summary>Kills the n-th master and starts another in its place; false: there is none just now.</summary>
    public bool KillMaster(int n)
    {
        if (_masters[n] is not { } master)
        {
            return false;
        }

        _masters[n] = null;
        master.Kill();
        lock (_starting)
        {
            if (--_serving == 0)
            {
                _masterlessSince = Clock();
            }

            _starting.RemoveAll(start => start.IsCompleted);
            _starting.Add(Task.Run(() => ReplaceAsync(n, master)));
        }

        return true;
    }

    /// <summary>Kills the n-th worker and starts another in its place.</summary>
    public void KillWorker(int n)
    {
        WorkerProcess dead = _workers[n];
        dead.Kill();
        _ = dead.DisposeAsync().AsTask();
        _workers[n] = StartWorker(n);
    }

    /// <summary>Waits until all masters serve.</summary>
    public async Task SettleAsync()
    {
        Task[] starting;
        lock (_starting)
        {
            starting = [.. _starting];
        }

        await Task.WhenAll(starting);
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        await SettleAsync();
        await Task.WhenAll(_workers.Where(worker => worker is not null).Select(worker => worker.DisposeAsync().AsTask()));
        await Task.WhenAll(_masters.OfType<MasterProcess>().Select(master => master.DisposeAsync().AsTask()));
    }

    private async Task ReplaceAsync(int n, MasterProcess dead)
    {
        await dead.DisposeAsync();
        while (!_closing)
        {
            MasterProcess next = StartMaster(Addresses[n].Port);
            if ((await next.Ready).Join is not null)
            {
                lock (_starting)
                {
                    if (++_serving == 1)
                    {
                        _masterless.Add((_masterlessSince, Clock()));
                    }
                }

                _masters[n] = next;
                return;
            }

            // The store is away, or a connection of somebody's has the port for a moment.
            await next.DisposeAsync();
        }
    }

    private MasterProcess StartMaster(int port) => MasterProcess.Start(_plan.Child, new MasterSettings
    {
        Address = "127.0.0.1",
        Port = port,
        File = _plan.File,
        Database = _plan.Database,
        Salad = _settings,
        Tasks = [],
    });

    private WorkerProcess StartWorker(int n) => WorkerProcess.Start(_plan.Child, new WorkerSettings
    {
        Id = Guid.NewGuid(),
        Masters = [.. Addresses.Skip(n % Addresses.Count), .. Addresses.Take(n % Addresses.Count)],
        Key = Keys.Worker,
        Ordinal = n,
        Quiet = true,
    });
}
