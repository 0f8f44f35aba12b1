using System.Text;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>Bytes in, messages out; and what is no message ends that connection only, with an error that says why.</summary>
public class FramingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_byte_tells_the_framing_and_the_answer_uses_it(bool lines)
    {
        await using var host = new TestHost();
        using Peer peer = host.Connect(lines);
        await peer.ProveAsync(host.Keys, Role.Worker);

        Assert.Equal("assigned", (await peer.ResultAsync("give_task", """{"request":1}""")).GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_may_come_byte_by_byte(bool lines)
    {
        await using var host = new TestHost();
        using Peer peer = host.Connect(lines);
        string json = $$"""{"jsonrpc":"2.0","id":1,"method":"hello","params":{{peer.HelloText(Role.Worker)}}}""";
        string frame = lines ? json + "\n" : $"Content-Length: {json.Length}\r\n\r\n{json}";
        foreach (byte one in Encoding.UTF8.GetBytes(frame))
        {
            await peer.SendRawAsync([one]);
        }

        Assert.True((await peer.ReadAsync())!.Value.TryGetProperty("result", out _));
    }

    [Fact]
    public async Task Several_messages_may_come_at_once_and_each_has_its_own_parameters()
    {
        await using var host = new TestHost(tasks: 100);
        using Peer peer = await host.Connect().ProveAsync(host.Keys, Role.Owner);
        await peer.SendRawAsync(string.Concat(Enumerable.Range(0, 100).Select(i =>
            $$$"""{"jsonrpc":"2.0","id":{{{i}}},"method":"get_tasks","params":{"from":{{{i}}},"max":1}}""" + "\n")));

        for (int i = 0; i < 100; i++)
        {
            JsonElement reply = (await peer.ReadAsync())!.Value;
            JsonElement task = reply.GetProperty("result").GetProperty("tasks")[0];
            Assert.Equal(reply.GetProperty("id").GetInt32(), task.GetProperty("id").GetInt32());
        }
    }

    [Fact]
    public async Task What_many_connections_say_at_the_same_time_is_never_mixed_up()
    {
        // Parameters are read from pooled buffers: a buffer given back too early shows another connection's bytes.
        await using var host = new TestHost(tasks: 400);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            using Peer peer = await host.Connect(number % 2 == 0).ProveAsync(host.Keys, Role.Worker);
            for (int i = 1; i <= 50; i++)
            {
                JsonElement task = (await peer.ResultAsync("give_task", $$"""{"request":{{i}}}""")).GetProperty("tasks")[0];
                string mine = $"\"worker {number} {new string((char)('a' + number), 2000)}\"";
                await peer.ResultAsync("receive_result", $$"""
                    {"results":[{"task":{{task.GetProperty("task")}},"attempt":1,"result":{{mine}}}]}
                    """.Trim());
            }
        })));

        SaladStatus status = await host.EndAsync();
        Assert.Equal(400, status.Done);
        ResultPage results = await host.Owner.GetResultsAsync(new ResultQuery(), default);
        Assert.All(results.Results, result => Assert.Matches("^\"worker (?<n>[0-7]) (.)\\1{1999}\"$", result.Result.Text));
    }

    [Fact]
    public async Task Other_letters_come_through_unharmed()
    {
        await using var host = new TestHost(tasks: 1);
        using Peer peer = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        await peer.ResultAsync("give_task", """{"request":1}""");
        await peer.ResultAsync("receive_result", """{"results":[{"task":0,"attempt":1,"result":{"fruit":"pêche 🍑","n":1.50}}]}""");

        ResultPage page = await host.Owner.GetResultsAsync(new ResultQuery(), default);
        Assert.Equal("""{"fruit":"pêche 🍑","n":1.50}""", page.Results[0].Result.Text);
    }

    public static TheoryData<string, string> BadBeginnings => new()
    {
        { "GET / HTTP/1.1\r\n\r\n", "begins with" },
        { "[1]\n", "begins with" },
        { "{nonsense}\n", "no JSON-RPC" },
        { "{\"jsonrpc\":\"2.0\"}\n", "no JSON-RPC" },
        { "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}\n", "no JSON-RPC" },
        { "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}\n", "no JSON-RPC" },
        { "Content-Length: 5\r\n\r\nhello", "no JSON-RPC" },
        { "Content-Length: 2\r\n\r\n[]", "no JSON-RPC" },
        { "Content-Length: 0\r\n\r\n", "no JSON-RPC" },
        { "Content-Type: text\r\n\r\n{}", "without a Content-Length" },
        { "Content-Length: -5\r\n\r\n{}", "without a Content-Length" },
        { "Content-Length: 99999999999\r\n\r\n{}", "without a Content-Length" },
        { "Content-Length: 4097\r\n\r\n", "limit is 4096" },
        { "C" + new string('x', 600), "longer than 512" },
        { "C" + new string('x', 600) + "\r\n\r\n", "longer than 512" },
        { "{" + new string('x', 5000), "limit is 4096" },
    };

    [Theory]
    [MemberData(nameof(BadBeginnings))]
    public async Task What_is_no_frame_ends_that_connection_with_the_reason(string bytes, string why)
    {
        await using var host = new TestHost();
        using Peer good = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        using Peer bad = host.Connect(lines: bytes[0] != 'C' && bytes[0] is not ('G' or '['));
        await bad.SendRawAsync(bytes);

        JsonElement error = (await bad.ReadAsync())!.Value.GetProperty("error");
        Assert.Equal(RpcErrors.BadFrame, error.GetProperty("code").GetInt32());
        Assert.Contains(why, error.GetProperty("message").GetString());
        Assert.Null(await bad.ReadAsync());
        await OnlyThatConnectionAsync(host, good, why);
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",")]
    [InlineData("Content-Length: 100\r\n\r\n{\"jsonrpc\"")]
    [InlineData("Content-Le")]
    public async Task A_frame_cut_short_is_told(string bytes)
    {
        await using var host = new TestHost();
        using Peer good = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        Peer bad = host.Connect();
        await bad.SendRawAsync(bytes);
        bad.Dispose();

        await OnlyThatConnectionAsync(host, good, "middle of a frame");
    }

    [Fact]
    public async Task A_stranger_s_frames_are_small_and_a_friend_s_may_be_large()
    {
        await using var host = new TestHost(tasks: 1);
        using Peer peer = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        await peer.ResultAsync("give_task", """{"request":1}""");
        string large = '"' + new string('x', 1 << 20) + '"';
        await peer.ResultAsync("receive_result", $$"""{"results":[{"task":0,"attempt":1,"result":{{large}}}]}""");

        Assert.Equal(large, (await host.Owner.GetResultsAsync(new ResultQuery(), default)).Results[0].Result.Text);
    }

    [Fact]
    public async Task A_friend_s_frame_beyond_the_limit_is_refused_before_it_is_stored()
    {
        await using var host = new TestHost();
        using Peer good = await host.Connect().ProveAsync(host.Keys, Role.Worker);
        using Peer bad = await host.Connect(lines: false).ProveAsync(host.Keys, Role.Worker);
        await bad.SendRawAsync($"Content-Length: {(16 << 20) + 1}\r\n\r\n");

        Assert.Equal(RpcErrors.BadFrame, (await bad.ReadAsync())!.Value.GetProperty("error").GetProperty("code").GetInt32());
        await OnlyThatConnectionAsync(host, good, "limit is 16777216");
    }

    /// <summary>One event that says why; no task touched; another connection works on.</summary>
    private static async Task OnlyThatConnectionAsync(TestHost host, Peer good, string why)
    {
        await host.EventAsync(e => e.Kind == EventKind.Refused);
        Assert.Equal("assigned", (await good.ResultAsync("give_task", """{"request":1}""")).GetProperty("kind").GetString());
        SaladEvent refused = Assert.Single(await host.EventsAsync(), e => e.Kind == EventKind.Refused);
        Assert.Contains(why, refused.Detail);
        Assert.Equal((3, 2), ((await host.StatusAsync()).Total, (await host.StatusAsync()).Ready));
    }
}
