namespace FruitSalad.Simulation;

/// <summary>A planned moment: somebody comes, leaves or falls.</summary>
internal sealed class Moment(Actor actor, Action act, TraceAction told = TraceAction.None) : Happening
{
    public override Actor Actor => actor;

    public override Told Told => new(told);

    public override void Happen() => act();
}
