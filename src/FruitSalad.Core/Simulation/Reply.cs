namespace FruitSalad.Simulation;

/// <summary>The reply to a call on its way to the worker.</summary>
internal sealed class Reply(Request request, object? message) : Happening
{
    public override Actor Actor => request.Connection.Worker.Actor;

    public override void Happen() => request.Connection.Worker.Replied(request, message);
}
