using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;
using StreamJsonRpc;

namespace FruitSalad.Rpc;

/// <summary>
/// A tiny salad before the first real one of a process. The runtime compiles a method when it is first called: a
/// master's first hellos, questions and results would cost a quarter of a second, and its clock would be running. Here
/// they are called once in the background while the workers still start, on a port of this machine that is closed again
/// at once, under secrets that nobody else learns.
/// </summary>
internal static class MasterRehearsal
{
    /// <summary>Enough for a busy machine; after that there is nothing left to gain.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static int _begun;

    /// <summary>Begins it, unless this process has done that already.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _ = Task.Run(PlayAsync);
        }
    }

    private static async Task PlayAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust, ExpectWorkers = 2 };
            NewTask[] fruits = [.. Enumerable.Repeat(new NewTask("fruit", TimeSpan.Zero), 2)];
            await using MasterHost host = MasterHost.Start(
                new MasterOptions { Port = 0, Keys = SaladKeys.Create() }, settings, fruits, TimeProvider.System);
            using MasterClient first = await ConnectAsync(host, late.Token).ConfigureAwait(false);

            // Waits with its question until the second worker is there, as the real ones will.
            Task<Answer> asking = first.GiveTaskAsync(new Ask(1, 1, Patience.TotalMilliseconds), late.Token);
            using MasterClient second = await ConnectAsync(host, late.Token).ConfigureAwait(false);
            Answer answer = await asking.ConfigureAwait(false);
            for (long request = 2; answer.Tasks is [var task, ..]; request++)
            {
                var delivery = new Delivery([new TaskResult(task.Task, task.Attempt, new JsonText("1"))], new Ask(request));
                Receipt receipt = await first.ReceiveResultAsync(delivery, late.Token).ConfigureAwait(false);
                answer = receipt.Next!;
            }

            await first.GoodbyeAsync(late.Token).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is SocketException or MasterUnreachableException or OperationCanceledException
            or ConnectionLostException or ObjectDisposedException)
        {
            // What does not work here fails again in earnest, and is reported there.
        }
    }

    private static Task<MasterClient> ConnectAsync(MasterHost host, CancellationToken cancellation)
    {
        var address = new MasterAddress(host.EndPoint.Address.ToString(), host.EndPoint.Port);
        var hello = new Hello(Master.SaladMaster.Protocol, Role.Worker, []) { Worker = Guid.NewGuid() };
        return MasterClient.ConnectAsync(address, host.Options.Keys.Worker, hello, cancellation);
    }
}
