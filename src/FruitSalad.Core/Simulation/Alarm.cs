namespace FruitSalad.Simulation;

/// <summary>The one timer of an actor. Only an earlier time moves it, as in the real shells.</summary>
internal sealed class Alarm(Agenda agenda, Actor actor, Action ring) : Happening
{
    private TimeSpan _armed = TimeSpan.MaxValue;

    public override Actor Actor => actor;

    public override Told Told => new(_armed <= agenda.Now ? TraceAction.Ring : TraceAction.None);

    public void Need(TimeSpan? due)
    {
        if (due is { } at && at < _armed)
        {
            _armed = at;
            agenda.Add(at, this);
        }
    }

    public void Silence() => _armed = TimeSpan.MaxValue;

    public override void Happen()
    {
        // It was armed for an earlier time since, and has rung.
        if (_armed <= agenda.Now)
        {
            _armed = TimeSpan.MaxValue;
            ring();
        }
    }
}
