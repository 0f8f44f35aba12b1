using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

public class EndRulesTests
{
    [Theory]
    [InlineData("", EndReason.Completed, EndReason.None)]
    [InlineData("D", EndReason.Completed, EndReason.None)]
    [InlineData("DR", EndReason.None, EndReason.None)]
    [InlineData("DL", EndReason.None, EndReason.None)]
    [InlineData("L", EndReason.None, EndReason.None)]
    [InlineData("BR", EndReason.None, EndReason.None)]
    [InlineData("DX", EndReason.Failed, EndReason.None)]
    [InlineData("XB", EndReason.Failed, EndReason.None)]
    [InlineData("XR", EndReason.None, EndReason.None)]
    [InlineData("DT", EndReason.None, EndReason.None)]
    [InlineData("XTB", EndReason.None, EndReason.None)]
    public void A_closed_salad_ends_when_nothing_is_ready_or_leased(string states, EndReason closed, EndReason open)
    {
        Assert.Equal(closed, EndRules.Decide(Counts(states), closed: true, stopping: false));
        Assert.Equal(open, EndRules.Decide(Counts(states), closed: false, stopping: false));
    }

    [Theory]
    [InlineData("R", EndReason.Stopped)]
    [InlineData("RL", EndReason.None)]
    [InlineData("T", EndReason.Stopped)]
    [InlineData("D", EndReason.Completed)]
    [InlineData("DX", EndReason.Failed)]
    public void A_stop_waits_for_leases_and_gives_way_to_a_better_reason(string states, EndReason reason) =>
        Assert.Equal(reason, EndRules.Decide(Counts(states), closed: true, stopping: true));

    [Fact]
    public void A_stop_ends_an_open_salad() =>
        Assert.Equal(EndReason.Stopped, EndRules.Decide(Counts("D"), closed: false, stopping: true));

    [Fact]
    public void The_countdown_runs_only_while_no_lease_is_alive()
    {
        Assert.Equal(Seconds(35), EndRules.IdleAt(Counts("RD"), Seconds(5), true, SaladPolicy.Robust));
        Assert.Null(EndRules.IdleAt(Counts("RL"), Seconds(5), true, SaladPolicy.Robust));
        Assert.Null(EndRules.IdleAt(Counts("TD"), Seconds(5), true, SaladPolicy.Robust));
        Assert.Equal(Seconds(35), EndRules.IdleAt(Counts("TR"), Seconds(5), true, SaladPolicy.Robust));
        Assert.Null(EndRules.IdleAt(Counts("R"), Seconds(5), true, SaladPolicy.Robust with { IdleLimit = null }));
    }

    private static TaskCounts Counts(string states)
    {
        var counts = default(TaskCounts);
        foreach (char state in states)
        {
            counts.Enter(delayed: state == 'T', state: state switch
            {
                'B' or 'T' => TaskState.Blocked,
                'R' => TaskState.Ready,
                'L' => TaskState.Leased,
                'D' => TaskState.Done,
                _ => TaskState.Dead,
            });
        }

        return counts;
    }
}
