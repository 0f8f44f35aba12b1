namespace FruitSalad.Simulation;

/// <summary>A planned moment: somebody comes, leaves or falls.</summary>
internal sealed class Moment(Action act) : Happening
{
    public override void Happen() => act();
}
