using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FruitSalad.Contract;
using FruitSalad.Tests;

namespace FruitSalad.Core.Tests.Contract;

/// <summary>Holds the wire's document against the code: whoever changes the contract changes the document too.</summary>
public class OpenRpcTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Document => Path.Combine(Repository.Root, "module", "FruitSalad.PS", "openrpc.json");

    [Fact]
    public void The_document_says_what_the_code_does()
    {
        string made = OpenRpcDocument.Make().ToJsonString(Readable) + "\n";
        string fresh = Path.Combine(AppContext.BaseDirectory, "openrpc.json");
        File.WriteAllText(fresh, made);

        Assert.True(
            File.Exists(Document) && File.ReadAllText(Document) == made,
            $"The contract and its document differ. If the contract was meant to change: cp {fresh} {Document}");
    }

    [Fact]
    public void It_has_every_method_of_both_roles_and_nothing_else()
    {
        JsonArray methods = OpenRpcDocument.Make()["methods"]!.AsArray();
        IEnumerable<string> Tagged(string tag) => methods.Where(method => (string)method!["tags"]![0]!["name"]! == tag)
            .Select(method => (string)method!["name"]!).Order(StringComparer.Ordinal);

        Assert.Equal(ContractMethods.Of(Role.Worker), Tagged("worker"));
        Assert.Equal(ContractMethods.Of(Role.Owner), Tagged("owner"));
        Assert.Equal(["hello", "prove"], Tagged("handshake"));
    }

    [Fact]
    public void The_text_for_people_names_every_call_that_a_worker_makes()
    {
        string text = File.ReadAllText(
            Path.Combine(Repository.Root, "module", "FruitSalad.PS", "en-US", "about_FruitSalad_Wire.help.txt"));

        Assert.All(["hello", "prove", .. ContractMethods.Of(Role.Worker)], call => Assert.Contains(call, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_in_it_is_explained()
    {
        JsonObject document = OpenRpcDocument.Make();
        JsonNode components = document["components"]!;

        Assert.All(document["methods"]!.AsArray(), method => Assert.NotEmpty((string?)method!["summary"] ?? ""));
        Assert.All(components["errors"]!.AsObject(), error => Assert.NotEmpty((string?)error.Value!["message"] ?? ""));
        Assert.All(components["schemas"]!.AsObject(), schema => Assert.All(
            schema.Value!["properties"]?.AsObject() ?? [], member => Assert.True(
                member.Value!["description"] is not null, $"{schema.Key}.{member.Key} has no description.")));
    }

    [Theory]
    [InlineData("give_task", "request", true)]
    [InlineData("give_task", "wait_ms", false)]
    [InlineData("hello", "nonce", true)]
    [InlineData("hello", "name", false)]
    [InlineData("add_tasks", "tasks", true)]
    public void What_the_wire_needs_is_required(string method, string parameter, bool required)
    {
        JsonNode? found = OpenRpcDocument.Make()["methods"]!.AsArray().Single(one => (string)one!["name"]! == method)!
            ["params"]!.AsArray().Single(one => (string)one!["name"]! == parameter);

        Assert.Equal(required, (bool)found!["required"]!);
    }
}
