using FruitSalad.Contract;
using FruitSalad.History;
using FruitSalad.Rpc;
using FruitSalad.Tasks;
using StreamJsonRpc;

namespace FruitSalad.Chaos;

/// <summary>
/// A worker that nobody kills, and that remembers which of its results were acknowledged and by whom: they must be there
/// in the end.
/// </summary>
/// <param name="name">What people call it.</param>
/// <param name="masters">The masters, in its order.</param>
/// <param name="key">The worker's secret.</param>
internal sealed class Witness(string name, IReadOnlyList<MasterAddress> masters, byte[] key)
{
    private static readonly ConnectPatience Patience = new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(10));
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(20);
    private readonly Guid _id = Guid.NewGuid();
    private readonly List<AcknowledgedResult> _results = [];

    public IReadOnlyList<AcknowledgedResult> Results => _results;

    /// <summary>Works until it is sent home.</summary>
    public async Task WorkAsync()
    {
        long request = 1;
        var held = new Queue<Assignment>();
        while (true)
        {
            try
            {
                using MasterClient master = await ConnectAsync();
                while (true)
                {
                    if (held.TryPeek(out Assignment? task))
                    {
                        await DeliverAsync(master, task);
                        held.Dequeue();
                        continue;
                    }

                    Answer answer = await master.GiveTaskAsync(new Ask(request, 2, 500), default).WaitAsync(CallTimeout);
                    if (answer.Kind == AnswerKind.Done)
                    {
                        return;
                    }

                    request += answer.Kind == AnswerKind.Assigned ? 1 : 0;
                    (answer.Tasks ?? []).ToList().ForEach(held.Enqueue);
                }
            }
            catch (Exception gone) when (gone is ConnectionLostException or RemoteRpcException or ObjectDisposedException or IOException
                or TimeoutException or OperationCanceledException)
            {
                // On with the next: what is held is brought there.
                masters = [.. masters.Skip(1), masters[0]];
            }
        }
    }

    private Task<MasterClient> ConnectAsync() => MasterConnector.ConnectAsync(
        masters, key, new Hello(Master.SaladMaster.Protocol, Role.Worker, []) { Worker = _id, Name = name, Host = "witness" },
        Patience, TimeProvider.System, default);

    private async Task DeliverAsync(MasterClient master, Assignment task)
    {
        string result = $"\"{name} {_results.Count}\"";
        var delivery = new Delivery([new TaskResult(task.Task, task.Attempt, new JsonText(result))]);
        Receipt receipt = await master.ReceiveResultAsync(delivery, default).WaitAsync(CallTimeout);
        _results.Add(new AcknowledgedResult(
            master.Address.ToString(), new WorkerId(_id), task.Task, task.Attempt, receipt.Verdicts[0], result));
    }
}
