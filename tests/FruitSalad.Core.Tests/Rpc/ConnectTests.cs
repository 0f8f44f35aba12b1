using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using static FruitSalad.Core.Tests.Rpc.TestHost;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Finding the right master, and no other.</summary>
public class ConnectTests
{
    [Fact]
    public async Task A_worker_may_be_started_before_its_master()
    {
        int port = FreePort();
        SaladKeys keys = SaladKeys.Create();
        var options = new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()), Name = "early", Masters = [new MasterAddress("127.0.0.1", port)], Key = keys.Worker,
        };
        Task<(Fate, LeaveReason Reason)> working = WorkAsync(options);
        Assert.False(working.IsCompleted);

        await using MasterHost host = MasterHost.Start(
            new MasterOptions { Port = port, Keys = keys },
            new SaladSettings { Id = Guid.NewGuid(), Policy = SaladPolicy.Robust },
            [new NewTask("pomme", TimeSpan.Zero)], TimeProvider.System);
        Assert.Equal(LeaveReason.Dismissed, (await working).Reason);
    }

    [Fact]
    public async Task A_stranger_in_the_master_s_place_learns_nothing_and_is_not_obeyed()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        SaladKeys keys = SaladKeys.Create();
        Task<(Fate, LeaveReason Reason)> working = WorkAsync(new WorkerOptions
        {
            Id = new WorkerId(Guid.NewGuid()),
            Name = "loyal",
            Masters = [new MasterAddress("127.0.0.1", ((IPEndPoint)stranger.LocalEndpoint).Port)],
            Key = keys.Worker,
            GiveUpAfter = TimeSpan.FromMilliseconds(200),
        });
        using TcpClient victim = await stranger.AcceptTcpClientAsync().WaitAsync(Bound);
        using var peer = new Peer(victim.GetStream(), lines: false);

        string heard = (await peer.ReadAsync())!.Value.GetRawText();
        await peer.SendAsync($$$"""{"jsonrpc":"2.0","id":2,"result":{"nonce":"{{{Convert.ToBase64String(new byte[16])}}}","proof":"{{{Convert.ToBase64String(new byte[32])}}}"}}""");

        // Its hello, with no secret in it; then it hangs up, without a proof.
        Assert.Contains("\"hello\"", heard);
        Assert.DoesNotContain(Convert.ToBase64String(keys.Worker), heard);
        Assert.Null(await peer.ReadAsync());
        stranger.Stop();
        Assert.Equal(LeaveReason.MasterLost, (await working).Reason);
    }

    [Fact]
    public async Task Whoever_has_the_wrong_secret_hears_so_and_tells_nothing()
    {
        await using var host = new TestHost();
        var hello = new Hello(1, Role.Owner, []);

        MasterUnreachableException refused = await Assert.ThrowsAsync<MasterUnreachableException>(
            () => MasterClient.ConnectAsync(host.Address, SaladKeys.Create().Owner, hello, default).WaitAsync(Bound));
        Assert.Contains("does not know this salad's secret", refused.Message);
    }

    [Fact]
    public async Task A_master_that_speaks_another_protocol_refuses_and_trying_again_is_no_use()
    {
        await using var host = new TestHost();
        var patience = new ConnectPatience(TimeSpan.FromMinutes(1), Bound);

        MasterUnreachableException refused = await Assert.ThrowsAsync<MasterUnreachableException>(() => MasterConnector.ConnectAsync(
            [host.Address], host.Keys.Owner, new Hello(0, Role.Owner, []), patience, TimeProvider.System, default).WaitAsync(Bound));
        Assert.False(refused.MayPass);
        Assert.Contains("protocol 1", refused.Message);
    }

    [Fact]
    public async Task One_that_accepts_and_says_nothing_does_not_keep_from_the_next()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var host = new TestHost();
        var patience = new ConnectPatience(Bound, TimeSpan.FromMilliseconds(200));

        using MasterClient client = await MasterConnector.ConnectAsync(
            [new MasterAddress("127.0.0.1", ((IPEndPoint)mute.LocalEndpoint).Port), host.Address],
            host.Keys.Owner, new Hello(1, Role.Owner, []), patience, TimeProvider.System, default).WaitAsync(Bound);
        Assert.Equal(host.Address, client.Address);
    }

    [Fact]
    public async Task Callers_that_hang_up_at_once_do_not_close_the_port()
    {
        await using var host = new TestHost();
        for (int i = 0; i < 50; i++)
        {
            using var caller = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
            await caller.ConnectAsync("127.0.0.1", host.Address.Port).WaitAsync(Bound);
        }

        using Peer peer = await Peer.ConnectAsync(host.Address.Port);
        await peer.ProveAsync(host.Keys, Role.Owner);
    }

    [Fact]
    public async Task With_a_certificate_all_is_TLS_and_the_pinned_fingerprint_is_enough()
    {
        using X509Certificate2 certificate = SelfMade();
        await using var host = new TestHost(options: o => o with { Certificate = certificate });
        MasterAddress pinned = host.Address with { Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256) };

        Assert.Equal(LeaveReason.Dismissed, (await WorkAsync(host.Worker(0, pinned))).Reason);
        Assert.Equal(3, (await host.EndAsync()).Done);
    }

    [Fact]
    public async Task Another_certificate_is_not_the_master()
    {
        using X509Certificate2 certificate = SelfMade();
        using X509Certificate2 other = SelfMade();
        await using var host = new TestHost(options: o => o with { Certificate = certificate });
        MasterAddress pinned = host.Address with { Fingerprint = other.GetCertHashString(HashAlgorithmName.SHA256) };

        await Assert.ThrowsAsync<MasterUnreachableException>(() => MasterClient.ConnectAsync(
            pinned, host.Keys.Worker, new Hello(1, Role.Worker, []) { Worker = Guid.NewGuid() }, default).WaitAsync(Bound));
        Assert.Empty((await host.StatusAsync()).Workers);
    }

    [Fact]
    public async Task In_the_clear_nobody_talks_to_a_master_that_has_a_certificate()
    {
        using X509Certificate2 certificate = SelfMade();
        await using var host = new TestHost(options: o => o with { Certificate = certificate });
        using Peer peer = await Peer.ConnectAsync(host.Address.Port);
        await peer.SendAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"hello","params":{{{peer.HelloText(Role.Worker)}}}}""");

        Assert.Contains("TLS", (await host.EventAsync(e => e.Kind == EventKind.Refused)).Detail);
    }

    [Theory]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("192.0.2.1", false, false)]
    [InlineData("0.0.0.0", true, true)]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("::1", false, true)]
    public void Off_this_machine_only_with_TLS_or_by_consent(string address, bool allowInsecure, bool fine)
    {
        var options = new MasterOptions { Keys = SaladKeys.Create(), Address = IPAddress.Parse(address), AllowInsecure = allowInsecure };

        Assert.Equal(fine, Record.Exception(options.Check) is null);
    }

    [Fact]
    public void Off_this_machine_a_certificate_is_consent_enough()
    {
        using X509Certificate2 certificate = SelfMade();
        new MasterOptions { Keys = SaladKeys.Create(), Address = IPAddress.Any, Certificate = certificate }.Check();
    }

    [Fact]
    public void Nobody_can_guess_a_proof_from_another_role_side_or_nonce()
    {
        byte[] key = SaladKeys.Create().Worker;
        byte[] one = [1, 2, 3];
        byte[] two = [4, 5, 6];
        byte[][] proofs =
        [
            HandshakeProof.OfCaller(key, Role.Worker, one, two), HandshakeProof.OfMaster(key, Role.Worker, one, two),
            HandshakeProof.OfCaller(key, Role.Owner, one, two), HandshakeProof.OfCaller(key, Role.Worker, two, one),
            HandshakeProof.OfCaller(key, Role.Worker, one, one), HandshakeProof.OfCaller([0], Role.Worker, one, two),
        ];

        Assert.Equal(proofs.Length, proofs.Select(Convert.ToHexString).Distinct().Count());
        string text = "fruitsalad/1 caller worker AQID BAUG";
        Assert.Equal(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)), proofs[0]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static X509Certificate2 SelfMade()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=fruit salad", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
