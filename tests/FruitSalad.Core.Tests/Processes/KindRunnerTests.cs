using FruitSalad.Contract;
using FruitSalad.Core.Tests.Rpc;
using FruitSalad.Processes;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Processes;

public class KindRunnerTests
{
    private static readonly Assignment Script = new(1, 1, "item", 0) { Shared = "script" };
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
    public async Task Packed_ones_too() => Assert.Equal(
        """{"rows":1,"columns":1,"type":"int8","data":"Bg=="}""",
        (await RunAsync(MatrixBlock.PackedPayload([[2]], [[3]]))).Text);

    [Fact]
    public async Task The_kind_is_the_outermost_wherever_it_stands() => Assert.Equal(
        "[[6]]", (await RunAsync("""{"a":[[2]],"b":[[3]],"c":{"kind":"hash"},"kind":"matrix-block"}""")).Text);

    [Fact]
    public async Task An_unknown_kind_is_named() => Assert.Contains(
        "hash", (await Assert.ThrowsAsync<NotSupportedException>(() => RunAsync("""{"kind":"hash"}"""))).Message,
        StringComparison.Ordinal);

    private static async Task<JsonText> RunAsync(string? payload) => (await Runner.RunAsync(
        new Assignment(0, 1, "kiwi", 0) { Payload = payload is null ? null : new JsonText(payload) }, default)).Result;

    [Fact]
    public async Task The_runner_of_scripts_is_made_when_the_first_one_comes_and_kept()
    {
        int made = 0;
        using var runner = new KindRunner(new CountingRunner(), () =>
        {
            made++;
            return new CountingRunner();
        });

        await runner.RunAsync(new Assignment(0, 1, "pomme", 0), default);
        Assert.Equal(0, made);
        await runner.RunAsync(Script, default);
        await runner.RunAsync(Script, default);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Where_there_is_none_a_script_fails_and_says_how_to_get_one() => Assert.Contains(
        "-AllowScript",
        (await Assert.ThrowsAsync<InvalidOperationException>(() => Runner.RunAsync(Script, default).AsTask())).Message,
        StringComparison.Ordinal);
}
