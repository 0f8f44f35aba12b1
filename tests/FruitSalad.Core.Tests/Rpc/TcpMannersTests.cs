using System.Globalization;
using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Both ends ask a silent connection for a sign of life.</summary>
public class TcpMannersTests
{
    private const string KeepaliveTimer = "02";

    public static bool OnLinux => OperatingSystem.IsLinux();

    [Fact(Skip = "Timers of connections are read from /proc.", SkipUnless = nameof(OnLinux))]
    public async Task A_half_open_connection_is_noticed_from_both_ends()
    {
        await using var host = new TestHost();
        using MasterClient client = await MasterClient.ConnectAsync(
            host.Address, host.Keys.Owner, new Hello(1, Role.Owner, []), default);
        int port = host.Address.Port;

        Assert.True(SpinWait.SpinUntil(() => Timer(local: port) == KeepaliveTimer, TestHost.Bound), "not at the master");
        Assert.True(SpinWait.SpinUntil(() => Timer(remote: port) == KeepaliveTimer, TestHost.Bound), "not at the worker");
    }

    /// <summary>The kernel's timer of the established connection from or to a port: "02" is keepalive.</summary>
    private static string? Timer(int? local = null, int? remote = null) => new[] { "/proc/net/tcp", "/proc/net/tcp6" }
        .SelectMany(File.ReadLines)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields[3] == "01" && (PortOf(fields[1]) == local || PortOf(fields[2]) == remote))
        .Select(fields => fields[5][..2])
        .FirstOrDefault();

    private static int PortOf(string address) =>
        int.Parse(address[(address.LastIndexOf(':') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
