namespace FruitSalad.Simulation;

/// <summary>A planned moment: somebody comes, leaves or falls.</summary>
internal sealed class Moment(Actor actor, Action act) : Happening
{
    public override Actor Actor => actor;

    public override void Happen() => act();
}
