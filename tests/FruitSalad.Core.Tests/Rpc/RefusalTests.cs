using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>
/// Whoever may not, or asks for what is not there, gets a clear error and leaves one event; no task is touched and the
/// salad goes on with the others.
/// </summary>
public class RefusalTests
{
    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;

    [Theory]
    [InlineData("g")]
    [InlineData("GiveTaskAsync")]
    [InlineData("serve")]
    [InlineData("refuse")]
    [InlineData("close_connection")]
    [InlineData("to_string")]
    [InlineData("get_hash_code")]
    public Task Only_the_contract_can_be_called(string method) => RefusedAsync(
        MethodNotFound, null, async (peer, _) => await peer.ErrorAsync(method));

    [Theory]
    [InlineData("give_task", """{"request":1}""")]
    [InlineData("receive_result", """{"results":[]}""")]
    [InlineData("renew_lease", """{"leases":[]}""")]
    [InlineData("fail_task", """{"task":0,"attempt":1,"error":"x"}""")]
    [InlineData("release_task", """{"leases":[]}""")]
    [InlineData("goodbye", "{}")]
    [InlineData("add_tasks", """{"request":"x","tasks":[]}""")]
    [InlineData("close", "{}")]
    [InlineData("stop", "{}")]
    [InlineData("get_status", "{}")]
    [InlineData("get_tasks", "{}")]
    [InlineData("get_results", "{}")]
    [InlineData("restart_tasks", """{"tasks":[]}""")]
    [InlineData("withdraw_tasks", """{"tasks":[]}""")]
    [InlineData("get_events", "{}")]
    [InlineData("prove", """{"value":"AAAA"}""")]
    public Task A_stranger_may_only_say_hello(string method, string parameters) => RefusedAsync(
        RpcErrors.NotProven, null, async (peer, _) => await peer.ErrorAsync(method, parameters));

    [Theory]
    [InlineData("add_tasks", """{"request":"x","tasks":[]}""")]
    [InlineData("close", "{}")]
    [InlineData("stop", """{"force":true}""")]
    [InlineData("get_status", "{}")]
    [InlineData("get_tasks", "{}")]
    [InlineData("get_results", "{}")]
    [InlineData("restart_tasks", """{"tasks":[0]}""")]
    [InlineData("withdraw_tasks", """{"tasks":[0]}""")]
    [InlineData("get_events", "{}")]
    public Task A_worker_may_not_do_what_is_the_owner_s(string method, string parameters) => RefusedAsync(
        RpcErrors.WrongRole, Role.Worker, async (peer, _) => await peer.ErrorAsync(method, parameters));

    [Theory]
    [InlineData("give_task", """{"request":1}""")]
    [InlineData("receive_result", """{"results":[]}""")]
    [InlineData("renew_lease", """{"leases":[]}""")]
    [InlineData("goodbye", "{}")]
    public Task An_owner_may_not_do_what_is_a_worker_s(string method, string parameters) => RefusedAsync(
        RpcErrors.WrongRole, Role.Owner, async (peer, _) => await peer.ErrorAsync(method, parameters));

    [Theory]
    [InlineData("""{"request":1,"max":10001}""")]
    [InlineData("""{"request":1,"max":0}""")]
    [InlineData("""{"request":1,"max":-1}""")]
    [InlineData("""{"request":0}""")]
    public Task A_question_out_of_bounds_is_refused(string parameters) => RefusedAsync(
        RpcErrors.OutOfBounds, Role.Worker, async (peer, _) => await peer.ErrorAsync("give_task", parameters));

    [Fact]
    public Task Too_many_results_are_refused() => RefusedAsync(
        RpcErrors.OutOfBounds, Role.Worker, async (peer, _) => await peer.ErrorAsync(
            "receive_result", $$"""{"results":[{{string.Join(',', Enumerable.Repeat("""{"task":0,"attempt":1,"result":1}""", 10_001))}}]}"""));

    [Fact]
    public Task Too_many_new_tasks_in_a_result_are_refused() => RefusedAsync(
        RpcErrors.OutOfBounds, Role.Worker, async (peer, _) => await peer.ErrorAsync(
            "receive_result", $$"""{"results":[{"task":0,"attempt":1,"result":1,"add":[{{string.Join(',', Enumerable.Repeat("""{"name":"x"}""", 10_001))}}]}]}"""));

    [Theory]
    [InlineData("get_tasks", """{"max":10001}""")]
    [InlineData("get_results", """{"max":-1}""")]
    [InlineData("get_events", """{"max":10001}""")]
    public Task A_page_out_of_bounds_is_refused(string method, string parameters) => RefusedAsync(
        RpcErrors.OutOfBounds, Role.Owner, async (peer, _) => await peer.ErrorAsync(method, parameters));

    [Theory]
    [InlineData("""{"request":"one"}""")]
    [InlineData("""{"max":1}""")]
    [InlineData("[1,2,3]")]
    public Task Parameters_of_another_shape_are_refused(string parameters) => RefusedAsync(
        InvalidParams, Role.Worker, async (peer, _) => await peer.ErrorAsync("give_task", parameters));

    [Theory]
    [InlineData("""{"protocol":0,"role":"worker","nonce":"AAAAAAAAAAAAAAAAAAAAAA==","worker":"11111111-1111-1111-1111-111111111111"}""", RpcErrors.OutOfBounds)]
    [InlineData("""{"protocol":1,"role":"worker","nonce":"AAAA","worker":"11111111-1111-1111-1111-111111111111"}""", RpcErrors.OutOfBounds)]
    [InlineData("""{"protocol":1,"role":"worker","nonce":"AAAAAAAAAAAAAAAAAAAAAA=="}""", RpcErrors.OutOfBounds)]
    [InlineData("""{"protocol":1,"role":"king","nonce":"AAAAAAAAAAAAAAAAAAAAAA=="}""", InvalidParams)]
    [InlineData("""{"protocol":1,"role":"owner","nonce":null}""", InvalidParams)]
    public Task A_hello_that_is_none_is_refused(string hello, int code) => RefusedAsync(
        code, null, async (peer, _) => await peer.ErrorAsync("hello", hello));

    [Fact]
    public Task Hello_is_said_once() => RefusedAsync(RpcErrors.OutOfBounds, null, async (peer, _) =>
    {
        await peer.HelloAsync(Role.Owner);
        string other = Convert.ToBase64String(new byte[HandshakeProof.NonceLength]);
        return await peer.ErrorAsync("hello", peer.HelloText(Role.Owner).Replace(Convert.ToBase64String(peer.Nonce), other));
    });

    [Fact]
    public Task A_wrong_secret_is_told_and_the_connection_ends() => RefusedAsync(RpcErrors.WrongSecret, null, async (peer, _) =>
    {
        byte[] theirs = await peer.HelloAsync(Role.Owner);
        int code = await peer.ErrorAsync("prove", Peer.ProofText(
            HandshakeProof.OfCaller(SaladKeys.Create().Owner, Role.Owner, peer.Nonce, theirs)));
        Assert.Null(await peer.ReadAsync());
        return code;
    });

    [Fact]
    public Task A_worker_s_secret_does_not_make_an_owner() => RefusedAsync(RpcErrors.WrongSecret, null, async (peer, host) =>
    {
        byte[] theirs = await peer.HelloAsync(Role.Owner);
        return await peer.ErrorAsync("prove", Peer.ProofText(
            HandshakeProof.OfCaller(host.Keys.Worker, Role.Owner, peer.Nonce, theirs)));
    });

    [Fact]
    public Task The_master_s_own_proof_reflected_proves_nothing() => RefusedAsync(RpcErrors.WrongSecret, null, async (peer, _) =>
    {
        string proof = (await peer.ResultAsync("hello", peer.HelloText(Role.Worker))).GetProperty("proof").GetString()!;
        return await peer.ErrorAsync("prove", $$"""{"value":"{{proof}}"}""");
    });

    [Fact]
    public Task A_proof_overheard_on_another_connection_proves_nothing() => RefusedAsync(RpcErrors.WrongSecret, null, async (peer, host) =>
    {
        using Peer honest = host.Connect();
        byte[] nonce = await honest.HelloAsync(Role.Worker);
        byte[] overheard = HandshakeProof.OfCaller(host.Keys.Worker, Role.Worker, honest.Nonce, nonce);
        await honest.ResultAsync("prove", Peer.ProofText(overheard));

        await peer.HelloAsync(Role.Worker);
        return await peer.ErrorAsync("prove", Peer.ProofText(overheard));
    });

    [Fact]
    public Task A_second_try_to_prove_is_not_heard() => RefusedAsync(RpcErrors.WrongSecret, null, async (peer, host) =>
    {
        byte[] theirs = await peer.HelloAsync(Role.Owner);
        string wrong = Peer.ProofText([1, 2, 3]);
        string right = Peer.ProofText(HandshakeProof.OfCaller(host.Keys.Owner, Role.Owner, peer.Nonce, theirs));
        await peer.SendRawAsync($$"""
            {"jsonrpc":"2.0","id":7,"method":"prove","params":{{wrong}}}
            {"jsonrpc":"2.0","id":8,"method":"prove","params":{{right}}}

            """);
        JsonElement first = (await peer.ReadAsync())!.Value;
        while (await peer.ReadAsync() is { } more)
        {
            Assert.False(more.TryGetProperty("result", out _), more.GetRawText());
        }

        return first.GetProperty("error").GetProperty("code").GetInt32();
    });

    [Theory]
    [InlineData(0, 7)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(99, 1)]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    public async Task A_made_up_task_or_attempt_counts_for_nothing(int task, int attempt)
    {
        await using var host = new TestHost();
        using Peer good = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        await good.ResultAsync("give_task", """{"request":1}""");
        using Peer liar = await host.Connect().ProveAsync(host.Keys, Role.Worker);

        string name = $$"""{"task":{{task}},"attempt":{{attempt}}}""";
        string verdicts = (await liar.ResultAsync("receive_result", $$"""{"results":[{"task":{{task}},"attempt":{{attempt}},"result":1}]}"""))
            .GetProperty("verdicts").GetRawText();
        string lost = (await liar.ResultAsync("renew_lease", $$"""{"leases":[{{name}}]}""")).GetProperty("lost").GetRawText();
        string failed = (await liar.ResultAsync("fail_task", name[..^1] + ""","error":"x"}""")).GetProperty("verdict").GetString()!;
        await liar.CallAsync("release_task", $$"""{"leases":[{{name}}]}""");

        Assert.Equal(("""["unknown"]""", $"[{name}]", "lost"), (verdicts, lost, failed));
        SaladStatus status = await host.StatusAsync();
        Assert.Equal((1, 2, 0), (status.Leased, status.Ready, status.Done));
        Assert.Single(await host.EventsAsync(), e => e.Kind == EventKind.Refused);
        Assert.Equal("""["accepted"]""", (await good.ResultAsync(
            "receive_result", """{"results":[{"task":0,"attempt":1,"result":1}]}""")).GetProperty("verdicts").GetRawText());
    }

    [Theory]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "unknown")]
    [InlineData("6B86B273FF34FCE19D6B804EFF5A3F5747ADA4EAA22F1D49C01E52DDB7875B4B", "accepted")]
    public async Task A_result_whose_digest_does_not_fit_is_damaged(string digest, string verdict)
    {
        await using var host = new TestHost();
        using Peer peer = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        await peer.ResultAsync("give_task", """{"request":1}""");

        Assert.Equal($"[\"{verdict}\"]", (await peer.ResultAsync("receive_result", $$"""
            {"results":[{"task":0,"attempt":1,"result":1,"digest":"{{digest}}"}]}
            """.Trim())).GetProperty("verdicts").GetRawText());
    }

    [Fact]
    public async Task Who_says_nothing_is_shown_out()
    {
        await using var host = new TestHost(options: o => o with { HandshakeTimeout = TimeSpan.FromMilliseconds(100) });
        using Peer silent = host.Connect();

        Assert.Null(await silent.ReadAsync());
        Assert.Contains("handshake", (await host.EventAsync(e => e.Kind == EventKind.Refused)).Detail);
    }

    [Fact]
    public async Task Who_says_hello_and_no_more_is_shown_out_too()
    {
        await using var host = new TestHost(options: o => o with { HandshakeTimeout = TimeSpan.FromMilliseconds(100) });
        using Peer silent = host.Connect();
        await silent.HelloAsync(Role.Worker);

        Assert.Null(await silent.ReadAsync());
        Assert.Empty((await host.StatusAsync()).Workers);
    }

    [Fact]
    public async Task Strangers_are_let_in_by_few_and_do_not_keep_out_for_long_who_has_proven()
    {
        await using var host = new TestHost(options: o => o with { MaxStrangers = 2, HandshakeTimeout = 2 * TestHost.Bound });
        using Peer proven = await (await Peer.ConnectAsync(host.Address.Port)).ProveAsync(host.Keys, Role.Owner);
        using Peer first = await Peer.ConnectAsync(host.Address.Port);
        using Peer second = await Peer.ConnectAsync(host.Address.Port);
        await first.HelloAsync(Role.Worker);
        await second.HelloAsync(Role.Worker);

        using Peer third = await Peer.ConnectAsync(host.Address.Port);
        Assert.Null(await third.ReadAsync());
        await proven.ResultAsync("get_status");

        first.Dispose();
        using MasterClient worker = await MasterConnector.ConnectAsync(
            [host.Address], host.Keys.Worker, new Hello(1, Role.Worker, []) { Worker = Guid.NewGuid() },
            new ConnectPatience(TestHost.Bound, TestHost.Bound), TimeProvider.System, default);
    }

    [Fact]
    public async Task Who_has_proven_may_be_silent()
    {
        await using var host = new TestHost(options: o => o with { HandshakeTimeout = TimeSpan.FromMilliseconds(1500) });
        using Peer peer = await host.Connect().ProveAsync(host.Keys, Role.Owner);
        using Peer stranger = host.Connect();

        Assert.Null(await stranger.ReadAsync());
        await peer.ResultAsync("get_status");
    }

    /// <summary>The scene is refused with this code: one event, nothing touched, and another worker works on.</summary>
    private static async Task RefusedAsync(int expected, Role? role, Func<Peer, TestHost, Task<int>> scene)
    {
        await using var host = new TestHost();
        using Peer good = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        using Peer bad = host.Connect();
        if (role is { } proven)
        {
            await bad.ProveAsync(host.Keys, proven);
        }

        Assert.Equal(expected, await scene(bad, host));

        SaladEvent refused = Assert.Single(await host.EventsAsync(), e => e.Kind == EventKind.Refused);
        Assert.False(string.IsNullOrEmpty(refused.Detail));
        SaladStatus status = await host.StatusAsync();
        Assert.Equal((3, 3, EndReason.None), (status.Total, status.Ready, status.EndReason));
        Assert.Equal("assigned", (await good.ResultAsync("give_task", """{"request":1}""")).GetProperty("kind").GetString());
    }
}
