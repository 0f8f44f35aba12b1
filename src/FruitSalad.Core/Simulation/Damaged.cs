namespace FruitSalad.Simulation;

/// <summary>A call that arrives damaged.</summary>
internal sealed class Damaged(Request request) : Happening
{
    public override Actor Actor => request.Actor;

    public override Told Told => new(TraceAction.Damage);

    public override void Happen() => request.Connection.Master.Receive(request, intact: false);
}
