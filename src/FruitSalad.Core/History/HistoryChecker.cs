using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.History;

/// <summary>
/// Reads a salad's history, event by event, and finds what must never happen (S1 to S15) and what should have happened
/// and did not (L1 to L4). It shares no decision with the rules that it checks.
/// </summary>
/// <remarks>
/// <para>What each check needs:</para>
/// <list type="bullet">
/// <item>Events alone: S1, S2, S4, S5, S6, S9, S11, S15, L4, that additions have no gap (S12), that a state follows from
/// the one before (S3), that an accepted attempt was issued to its worker (S13), that numbers have no gap (S14).</item>
/// <item>Answers to questions, by <see cref="ObserveAnswer"/>: S7.</item>
/// <item>The store's state, by <see cref="CheckState(SaladSnapshot)"/>: the totals of S3, state = fold(events) of S14.</item>
/// <item>What workers and owners remember, by <see cref="CheckResults"/> and <see cref="CheckAdditions"/>: S8 and S12 after
/// a restart, S10 over several masters, that a result never changed (S13).</item>
/// <item>A <see cref="HistoryEnd"/>: L1, L3, and that no lease outlived its deadline unnoticed (L2). That a lease lasts as
/// long as the policy says, and takes no effect after its deadline, events show by themselves.</item>
/// </list>
/// <para>In a history whose beginning is forgotten, nothing is concluded from what may have been in it.</para>
/// <para>An event costs constant time and, where nothing is wrong, no memory of its own.</para>
/// </remarks>
public sealed partial class HistoryChecker
{
    private readonly SaladPolicy _policy;
    private readonly double _timeScale;
    private readonly bool _complete;
    private readonly TimeSpan? _slack;
    private readonly List<Violation> _violations = [];
    private TimeSpan? _resumedAt;
    private SaladEvent? _last;

    /// <summary>A checker for one salad's history.</summary>
    /// <param name="settings">What the salad was made with; the policy's durations scaled.</param>
    /// <param name="complete">Whether the history begins with the salad's first event.</param>
    /// <param name="slack">How late a deadline may be noticed; null: as late as it likes.</param>
    public HistoryChecker(SaladSettings settings, bool complete = true, TimeSpan? slack = null)
    {
        _slack = slack;
        _policy = settings.Policy;
        _timeScale = settings.TimeScale;
        _complete = complete;
        _lastSign = complete ? TimeSpan.Zero : null;
    }

    /// <summary>The state so far.</summary>
    public EventFold Fold { get; } = new();

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Checks a whole history.</summary>
    /// <param name="settings">What the salad was made with; the policy's durations scaled.</param>
    /// <param name="events">The events in the order of their numbers.</param>
    /// <param name="complete">Whether they begin with the salad's first event.</param>
    /// <param name="end">What is known beyond the events; null: L1 to L3 are not concluded.</param>
    public static IReadOnlyList<Violation> Check(
        SaladSettings settings, IEnumerable<SaladEvent> events, bool complete = true, HistoryEnd? end = null)
    {
        var checker = new HistoryChecker(settings, complete);
        foreach (SaladEvent e in events)
        {
            checker.Observe(e);
        }

        checker.Finish(end);
        return checker.Violations;
    }

    /// <summary>The next event.</summary>
    public void Observe(SaladEvent e)
    {
        if (e.Sequence != Fold.Next && (_complete || _last is not null))
        {
            Report("S14", $"Event {e.Sequence} follows event {Fold.Next - 1}.", _last, e);
        }

        if (e.TaskId < 0)
        {
            CheckSalad(e);
        }
        else if (e.Kind == EventKind.Added)
        {
            CheckAdded(e);
        }
        else if (e.Kind is not (EventKind.Dropped or EventKind.Refused))
        {
            CheckTask(e);
        }

        bool suspended = Fold.Counts.AreSuspended;
        Fold.Apply(e);
        HearLife(e, suspended);
        _last = e;
    }

    /// <summary>Whoever sees more than the events found something.</summary>
    internal void Report(string invariant, string message) => _violations.Add(new Violation(invariant, message, []));

    private void Report(string invariant, string message, params ReadOnlySpan<SaladEvent?> events)
    {
        var shown = new List<SaladEvent>();
        foreach (SaladEvent? e in events)
        {
            if (e is not null)
            {
                shown.Add(e);
            }
        }

        _violations.Add(new Violation(invariant, message, shown));
    }
}
