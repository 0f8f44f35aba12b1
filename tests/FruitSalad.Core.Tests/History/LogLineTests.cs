using System.Globalization;
using FruitSalad.History;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.History;

public class LogLineTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly CultureInfo English = new("en-US");
    private static readonly CultureInfo French = new("fr-FR");
    private static readonly WorkerId One = new(Guid.Parse("00000000-0000-0000-0000-000000000001"));

    public static TheoryData<EventKind> EventKinds => [.. Enum.GetValues<EventKind>()];

    public static TheoryData<WorkerLineKind> LineKinds => [.. Enum.GetValues<WorkerLineKind>()];

    [Fact]
    public void A_salad_reads_as_in_the_tutorial()
    {
        SaladEvent[] events =
        [
            Event(0, EventKind.Added, 0, "pomme"),
            Event(1, EventKind.Added, 1, "poire"),
            Event(2, EventKind.WorkerJoined, worker: One),
            Event(3, EventKind.ClockStarted),
            Event(4, EventKind.Granted, 0, "pomme", One, attempt: 1),
            Event(5, EventKind.Granted, 1, "poire", One, attempt: 1),
            Event(6, EventKind.Accepted, 0, "pomme", One, attempt: 1),
            Event(7, EventKind.Expired, 1, "poire", One, attempt: 1),
            Event(8, EventKind.Granted, 1, "poire", One, attempt: 2),
            Event(9, EventKind.Accepted, 1, "poire", One, attempt: 2),
            Event(10, EventKind.Ended, detail: "Completed"),
        ];

        Assert.Equal(
            [
                "[1700000000.000] [MASTER] [T-00] [] 1 pomme is to be prepared.",
                "[1700000000.250] [MASTER] [T-01] [] 1 poire is to be prepared.",
                "[1700000000.500] [MASTER] [IN] W-4711 is here.",
                "[1700000000.750] [MASTER] [] The clock starts.",
                "[1700000001.000] [MASTER] [T-00] [OUT] 1 pomme goes to W-4711.",
                "[1700000001.250] [MASTER] [T-01] [OUT] 1 poire goes to W-4711.",
                "[1700000001.500] [MASTER] [T-00] [IN] 1 pomme came back from W-4711. In progress: poire (W-4711).",
                "[1700000001.750] [MASTER] [T-01] [WORKING] No sign of life from W-4711: 1 poire goes back on the list.",
                "[1700000002.000] [MASTER] [T-01] [OUT] 1 poire goes to W-4711 (attempt 2).",
                "[1700000002.250] [MASTER] [T-01] [IN] 1 poire came back from W-4711 (attempt 2). In progress: nothing.",
                "[1700000002.500] [MASTER] [] The salad is ready. Enjoy! It took 1.8 s.",
            ],
            Lines(events, English));
        Assert.Equal(
            [
                "[1700000001.000] [MAITRE] [T-00] [OUT] 1 pomme part chez E-4711.",
                "[1700000001.500] [MAITRE] [T-00] [IN] 1 pomme est revenue de chez E-4711. En cours : poire (E-4711).",
                "[1700000001.750] [MAITRE] [T-01] [WORKING] Aucun signe de vie de E-4711 : 1 poire retourne sur la liste.",
                "[1700000002.250] [MAITRE] [T-01] [IN] 1 poire est revenue de chez E-4711 (essai 2). En cours : rien.",
                "[1700000002.500] [MAITRE] [] La salade est prête, bon appétit ! Durée : 1,8 s.",
            ],
            [.. Lines(events, French).Where((_, i) => i is 4 or 6 or 7 or 9 or 10)]);
    }

    [Theory]
    [MemberData(nameof(EventKinds))]
    public void Every_kind_of_event_has_its_sentence_in_both_languages(EventKind kind)
    {
        SaladEvent e = Event(0, kind, 3, "pomme", One, 1, kind == EventKind.Ended ? "Idle" : nameof(Verdict.Superseded));

        string english = Lines([e], English)[0];
        string french = Lines([e], French)[0];

        Assert.DoesNotContain("Event" + kind, english, StringComparison.Ordinal);
        Assert.DoesNotContain("Verdict" + e.Detail, english, StringComparison.Ordinal);
        Assert.NotEqual(english.Split("] ", 4)[^1], french.Split("] ", 4)[^1]);
    }

    [Theory]
    [MemberData(nameof(LineKinds))]
    public void Every_line_of_a_worker_has_its_sentence_in_both_languages(WorkerLineKind kind)
    {
        string text = kind == WorkerLineKind.Leaving ? nameof(LeaveReason.Drained) : nameof(FailureKind.Crash);
        var line = new WorkerLine(Epoch, kind, 3, "pomme", 1, text) { Seconds = 1.5 };

        string english = LogLine.Format(line, "W-7", English);
        string french = LogLine.Format(line, "W-7", French);

        Assert.StartsWith("[1700000000.000] [W-7] [T-03] [", english, StringComparison.Ordinal);
        Assert.StartsWith("[1700000000.000] [E-7] [T-03] [", french, StringComparison.Ordinal);
        Assert.DoesNotContain("Worker" + kind, english, StringComparison.Ordinal);
    }

    [Fact]
    public void The_alert_of_a_crash_is_an_error()
    {
        var held = new WorkerLine(Epoch, WorkerLineKind.Alert, 3, "pomme", 2, nameof(FailureKind.Crash));
        var alone = new WorkerLine(Epoch, WorkerLineKind.Alert, Text: nameof(FailureKind.Crash));

        Assert.Equal("[1700000000.000] [W-7] [T-03] [ERROR] Alert at 1 pomme (attempt 2): a crash!", LogLine.Format(held, "W-7", English));
        Assert.Equal("[1700000000.000] [E-7] [ERROR] Alerte : une panne !", LogLine.Format(alone, "W-7", French));
    }

    [Fact]
    public void A_name_that_somebody_chose_is_the_same_in_French()
    {
        var line = new WorkerLine(Epoch, WorkerLineKind.Sent, 3, "pomme", 1);

        Assert.Contains("[W-kitchen]", LogLine.Format(line, "W-kitchen", French), StringComparison.Ordinal);
    }

    [Fact]
    public void One_cook_alone_says_each_fruit_and_the_time()
    {
        var fruit = new SaladTask(0, "banane", TimeSpan.FromSeconds(2));

        Assert.Equal("1 banane: preparing (2 s)...", LogLine.FormatSequential(fruit, 1, English));
        Assert.Equal("1 banane : préparation (0,2 s)...", LogLine.FormatSequential(fruit, 0.1, French));
        Assert.Equal("The salad is ready. Enjoy! It took 26.0 s.", LogLine.FormatServed(TimeSpan.FromSeconds(26), English));
    }

    [Fact]
    public void Many_tasks_in_progress_are_counted()
    {
        List<SaladEvent> events = [];
        for (int id = 0; id < 30; id++)
        {
            events.Add(Event(events.Count, EventKind.Added, id, "t"));
            events.Add(Event(events.Count, EventKind.Granted, id, "t", One, 1));
        }

        events.Add(Event(events.Count, EventKind.Accepted, 0, "t", One, 1));

        Assert.EndsWith("t (W-4711) + 9.", Lines([.. events], English)[^1], StringComparison.Ordinal);
    }

    private static string[] Lines(SaladEvent[] events, CultureInfo culture)
    {
        var state = new EventFold();
        return [.. events.Select(e =>
        {
            state.Apply(e);
            return LogLine.Format(e, Epoch, state, culture);
        })];
    }

    private static SaladEvent Event(
        int number, EventKind kind, int task = -1, string? name = null, WorkerId worker = default, int attempt = 0, string? detail = null) => new()
        {
            Sequence = number,
            Time = TimeSpan.FromMilliseconds(250 * number),
            Kind = kind,
            TaskId = task,
            TaskName = name,
            Worker = worker,
            WorkerName = worker.IsNone ? null : "W-4711",
            Attempt = attempt,
            Detail = detail,
        };
}
