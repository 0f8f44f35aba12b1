using FruitSalad.Contract;
using FruitSalad.Master;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Master;

/// <summary>A question that remembers its answer; its asker may be gone.</summary>
internal sealed class TestAsk(WorkerId worker, Ask ask, TimeSpan until) : ParkedAsk(worker, ask, until)
{
    public Answer? Answer { get; init; }

    public Answer? Delivered { get; private set; }

    public bool Gone { get; set; }

    public Answer? Any => Answer ?? Delivered;

    public int? TaskId => Any?.Tasks?[0].Task;

    public override bool Deliver(Answer answer)
    {
        Assert.Null(Any);
        if (!Gone)
        {
            Delivered = answer;
        }

        return !Gone;
    }
}
