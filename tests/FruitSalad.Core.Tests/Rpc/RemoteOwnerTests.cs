using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Rpc;

public class RemoteOwnerTests
{
    private static readonly SaladKeys Keys = SaladKeys.Create();
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_connection_that_broke_is_made_anew()
    {
        MasterHost first = Start(0);
        using var owner = new RemoteOwner(new MasterAddress("127.0.0.1", first.EndPoint.Port), Keys.Owner);
        Assert.Equal("first", (await owner.OpenAsync(default).WaitAsync(Bound)).Name);

        int port = first.EndPoint.Port;
        await first.DisposeAsync();
        await Assert.ThrowsAsync<MasterUnreachableException>(() => owner.GetStatusAsync(new StatusQuery(), default).WaitAsync(Bound));
        await using MasterHost second = Start(port, "second");

        Assert.Equal("second", (await owner.GetStatusAsync(new StatusQuery(), default).WaitAsync(Bound)).Name);
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled()
    {
        await using MasterHost host = Start(0);
        using var owner = new RemoteOwner(new MasterAddress("127.0.0.1", host.EndPoint.Port), Keys.Owner);
        using var cancellation = new CancellationTokenSource();
        await owner.OpenAsync(default).WaitAsync(Bound);
        Task<SaladStatus> waiting = owner.GetStatusAsync(new StatusQuery(60_000), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Bound));
    }

    [Fact]
    public async Task A_wrong_secret_is_found_out_before_anything_is_told()
    {
        await using MasterHost host = Start(0);
        using var owner = new RemoteOwner(new MasterAddress("127.0.0.1", host.EndPoint.Port), SaladKeys.Create().Owner);

        await Assert.ThrowsAsync<MasterUnreachableException>(() => owner.OpenAsync(default).WaitAsync(Bound));
    }

    private static MasterHost Start(int port, string name = "first") => MasterHost.Start(
        new MasterOptions { Port = port, Keys = Keys },
        new SaladSettings { Id = Guid.NewGuid(), Name = name, Policy = SaladPolicy.Robust },
        [new NewTask("a", TimeSpan.Zero)],
        TimeProvider.System);
}
