using FruitSalad.Contract;

namespace FruitSalad.Simulation;

/// <summary>The reply to a call on its way to the worker.</summary>
internal sealed class Reply(Request request, object? message) : Happening
{
    public override Actor Actor => request.Connection.Worker.Actor;

    public override Told Told => message switch
    {
        Answer answer => Of(answer),
        Receipt { Next: { } next } => Of(next),
        _ => new(TraceAction.Hear),
    };

    public override void Happen() => request.Connection.Worker.Replied(request, message);

    private static Told Of(Answer answer) => answer.Kind switch
    {
        AnswerKind.Assigned => new(TraceAction.Get, answer.Tasks is [{ } first, ..] ? first.Task : -1),
        AnswerKind.Wait => new(TraceAction.Wait),
        _ => new(TraceAction.Leave),
    };
}
