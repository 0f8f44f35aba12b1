using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>
/// A worker of a few lines with nothing but a socket, JSON and HMAC: one object a line, as a script in any language
/// would write it. It knows none of the product's types.
/// </summary>
public class MinimalWorkerTests
{
    [Fact]
    public async Task Sixty_lines_of_any_language_make_a_worker()
    {
        await using var host = new TestHost(tasks: 5);
        string[] verdicts = await Task.Run(() => Work(host.Address.Port, host.Keys.Worker)).WaitAsync(TestHost.Bound);

        Assert.Equal(Enumerable.Repeat("accepted", 5), verdicts);
        SaladStatus status = await host.EndAsync();
        Assert.Equal((EndReason.Completed, "W-script"), (status.EndReason, Assert.Single(status.Workers).Name));
        ResultPage results = await host.Owner.GetResultsAsync(new ResultQuery(), default);
        Assert.Equal("\"fruit 4 sliced\"", results.Results[4].Result.Text);
    }

    private static string[] Work(int port, byte[] secret)
    {
        using var client = new TcpClient("127.0.0.1", port);
        using var reader = new StreamReader(client.GetStream());
        int id = 0;
        JsonNode Call(string method, JsonNode parameters)
        {
            var call = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = ++id, ["method"] = method, ["params"] = parameters };
            client.GetStream().Write(Encoding.UTF8.GetBytes(call.ToJsonString() + "\n"));
            return JsonNode.Parse(reader.ReadLine()!)!["result"]!;
        }

        string Proof(string side, string mine, string theirs) => Convert.ToBase64String(
            HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"fruitsalad/1 {side} worker {mine} {theirs}")));

        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        JsonNode challenge = Call("hello", new JsonObject
        {
            ["protocol"] = 1, ["role"] = "worker", ["nonce"] = nonce, ["worker"] = Guid.NewGuid().ToString(), ["name"] = "W-script",
        });
        Assert.Equal(Proof("master", nonce, (string)challenge["nonce"]!), (string)challenge["proof"]!);
        Call("prove", new JsonObject { ["value"] = Proof("caller", nonce, (string)challenge["nonce"]!) });

        var verdicts = new List<string>();
        for (int request = 1; ; request++)
        {
            JsonNode answer = Call("give_task", new JsonObject { ["request"] = request, ["wait_ms"] = 20000 });
            if ((string)answer["kind"]! == "done")
            {
                return [.. verdicts];
            }

            foreach (JsonNode? task in answer["tasks"]?.AsArray() ?? [])
            {
                JsonNode receipt = Call("receive_result", new JsonObject
                {
                    ["results"] = new JsonArray(new JsonObject
                    {
                        ["task"] = (int)task!["task"]!, ["attempt"] = (int)task["attempt"]!, ["result"] = $"{task["name"]} sliced",
                    }),
                });
                verdicts.Add((string)receipt["verdicts"]![0]!);
            }
        }
    }
}
