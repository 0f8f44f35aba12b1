using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Contract;

/// <summary>How messages look on the wire: what a worker in another language relies on.</summary>
public class SaladJsonTests
{
    private static readonly (object Message, string Text)[] Messages =
    [
        (new Ask(7, 2, 1500), """{"request":7,"max":2,"wait_ms":1500}"""),
        (new Answer(AnswerKind.Wait) { RetryAfterMs = 3000 }, """{"kind":"wait","retry_after_ms":3000}"""),
        (new Answer(AnswerKind.Done) { Reason = DoneReason.Completed }, """{"kind":"done","reason":"completed"}"""),
        (
            new Answer(AnswerKind.Assigned) { Tasks = [new Assignment(3, 1, "pêche", 3000, 10_000) { Payload = new JsonText("[1]") }] },
            """{"kind":"assigned","tasks":[{"task":3,"attempt":1,"name":"pêche","duration_ms":3000,"lease_ms":10000,"payload":[1]}]}"""
        ),
        (
            new Delivery([new TaskResult(3, 1, new JsonText("\"1 pêche\""))], new Ask(8)),
            """{"results":[{"task":3,"attempt":1,"result":"1 pêche"}],"ask":{"request":8,"max":1,"wait_ms":0}}"""
        ),
        (new Receipt([Verdict.LateAccepted, Verdict.AlreadyAccepted]), """{"verdicts":["late_accepted","already_accepted"]}"""),
        (new Renewed([new LeaseName(3, 2)], true), """{"lost":[{"task":3,"attempt":2}],"drain":true}"""),
        (new FailReceipt(FailVerdict.Requeued), """{"verdict":"requeued"}"""),
        (new TaskQuery(TaskState.Dead, 5), """{"state":"dead","from":5,"max":1000}"""),
        (new Proof([1, 2, 3]), """{"value":"AQID"}"""),
    ];

    [Fact]
    public void Each_message_has_its_text_and_comes_back_the_same() => Assert.All(Messages, pair =>
    {
        Type type = pair.Message.GetType();
        Assert.Equal(pair.Text, JsonSerializer.Serialize(pair.Message, type, SaladJson.Wire));
        object? back = JsonSerializer.Deserialize(pair.Text, type, SaladJson.Wire);
        Assert.Equal(pair.Text, JsonSerializer.Serialize(back, type, SaladJson.Wire));
    });

    [Theory]
    [InlineData("""{"max":2}""")]
    [InlineData("""{"request":null}""")]
    [InlineData("""{"request":1.5}""")]
    [InlineData("""{"request":"1"}""")]
    public void A_message_without_what_it_needs_is_none(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Ask>(text, SaladJson.Wire));

    [Theory]
    [InlineData("0")]
    [InlineData("\"eaten\"")]
    public void Enums_are_words_of_the_contract(string state) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TaskQuery>("{\"state\":" + state + "}", SaladJson.Wire));

    [Fact]
    public void What_a_newer_caller_adds_is_passed_over() =>
        Assert.Equal(new Ask(1), JsonSerializer.Deserialize<Ask>("""{"request":1,"colour":"red"}""", SaladJson.Wire));
}
