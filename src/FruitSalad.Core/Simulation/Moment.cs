namespace FruitSalad.Simulation;

/// <summary>A planned moment: somebody comes, leaves or falls; or a message of a salad without a master arrives.</summary>
internal sealed class Moment(Actor actor, Action act, TraceAction told = TraceAction.None, int other = -1) : Happening
{
    public override Actor Actor => actor;

    public override Told Told => new(told, Other: other);

    public override void Happen() => act();
}
