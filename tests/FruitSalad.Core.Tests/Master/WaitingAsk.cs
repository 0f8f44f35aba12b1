using FruitSalad.Contract;
using FruitSalad.Master;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Master;

/// <summary>A question whose asker really waits.</summary>
internal sealed class WaitingAsk(WorkerId worker, Ask ask, TimeSpan until) : ParkedAsk(worker, ask, until)
{
    private readonly TaskCompletionSource<Answer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Asks, and waits for the answer; null: <paramref name="over"/> came first.</summary>
    public static async Task<Answer?> AskAsync(SaladMaster master, WorkerId worker, long request, Task over)
    {
        WaitingAsk? parked = null;
        var ask = new Ask(request, 1, 20_000);
        if (await master.AskAsync(worker, ask, until => parked = new WaitingAsk(worker, ask, until), default) is { } answer)
        {
            return answer;
        }

        await Task.WhenAny(parked!._answer.Task, over);
        return parked._answer.Task.IsCompletedSuccessfully ? await parked._answer.Task : null;
    }

    public override bool Deliver(Answer answer) => _answer.TrySetResult(answer);
}
