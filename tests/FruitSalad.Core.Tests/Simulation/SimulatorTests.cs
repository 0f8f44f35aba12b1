using FruitSalad.Simulation;
using FruitSalad.Store;
using FruitSalad.Tasks;
using FruitSalad.Tests;

namespace FruitSalad.Core.Tests.Simulation;

public sealed class SimulatorTests
{
    /// <summary>A salad that would go on for an hour is stopped in the middle, from inside.</summary>
    [Fact]
    public void A_run_can_be_cancelled_in_the_middle()
    {
        using var cancellation = new CancellationTokenSource();
        SimulationPlan plan = KnownFigure.Discard.Plan with { Rules = new Impatient(cancellation) };

        Assert.Throws<OperationCanceledException>(() => Simulator.Run(plan, cancellation.Token));
    }

    /// <summary>Cancels when the first task is handed out.</summary>
    private sealed class Impatient(CancellationTokenSource cancellation) : RuleBook
    {
        public override TaskRow Claim(in TaskRow row, WorkerId worker, bool runsNow, TimeSpan now, SaladPolicy policy)
        {
            cancellation.Cancel();
            return base.Claim(row, worker, runsNow, now, policy);
        }
    }
}
