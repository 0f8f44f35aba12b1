using System.Globalization;
using FruitSalad.Contract;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.EndToEnd;

/// <summary>A terminal's Ctrl+C reaches the whole process group: what becomes of a worker is its parent's decision.</summary>
public sealed class WorkerInterruptTests
{
    private const int Interrupt = 1 << 1;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static bool OnLinux => OperatingSystem.IsLinux();

    [Fact(Skip = "What a process ignores is read from /proc.", SkipUnless = nameof(OnLinux))]
    public async Task A_worker_ignores_it_from_its_first_moment()
    {
        var options = new MasterOptions { Port = 0, Keys = SaladKeys.Create() };
        var settings = new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust };
        await using MasterHost host = MasterHost.Start(options, settings, [new NewTask("pomme", TimeSpan.Zero)], TimeProvider.System);
        await using WorkerProcess worker = WorkerProcess.Start(new ChildCommand(SaladProcess.Program, ["--child"]), new WorkerSettings
        {
            Id = Guid.NewGuid(),
            Masters = [new MasterAddress("127.0.0.1", host.EndPoint.Port)],
            Key = options.Keys.Worker,
        });

        // Its runtime has not started yet.
        Assert.True(SpinWait.SpinUntil(() => Ignores(worker.ProcessId), Bound), "It never ignores the signal.");
        SaladProcess.Interrupt(worker.ProcessId);

        Assert.Equal(WorkerExit.Left, await worker.Exited.WaitAsync(Bound));
        Assert.Equal(1, (await new LocalOwner(host).GetStatusAsync(new StatusQuery(), default)).Done);
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error_of_the_start() => Assert.Throws<System.ComponentModel.Win32Exception>(
        () => WorkerProcess.Start(new ChildCommand("/nowhere/salad", []), new WorkerSettings { Id = Guid.NewGuid(), Masters = [], Key = [] }));

    private static bool Ignores(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
        .Any(line => (ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0);
}
