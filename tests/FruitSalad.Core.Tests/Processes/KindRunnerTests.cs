using FruitSalad.Contract;
using FruitSalad.Processes;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Processes;

public class KindRunnerTests
{
    private static readonly KindRunner Runner = new(new FruitRunner(TimeProvider.System, fruit => "1 " + fruit));

    [Theory]
    [InlineData(null)]
    [InlineData("3")]
    [InlineData("null")]
    [InlineData("""["kind"]""")]
    [InlineData("""{"ripe":true}""")]
    [InlineData("""{"kind":7}""")]
    public async Task A_payload_that_names_no_kind_is_a_fruits(string? payload) =>
        Assert.Equal("\"1 kiwi\"", (await RunAsync(payload)).Text);

    [Fact]
    public async Task Blocks_of_matrices_are_multiplied() =>
        Assert.Equal("[[6]]", (await RunAsync("""{"kind":"matrix-block","a":[[2]],"b":[[3]]}""")).Text);

    [Fact]
    public async Task An_unknown_kind_is_named() => Assert.Contains(
        "hash", (await Assert.ThrowsAsync<NotSupportedException>(() => RunAsync("""{"kind":"hash"}"""))).Message,
        StringComparison.Ordinal);

    private static async Task<JsonText> RunAsync(string? payload) => (await Runner.RunAsync(
        new Assignment(0, 1, "kiwi", 0) { Payload = payload is null ? null : new JsonText(payload) }, default)).Result;
}
