using FruitSalad.Store;
using FruitSalad.Tasks;
using static FruitSalad.Core.Tests.Store.TestSalad;

namespace FruitSalad.Core.Tests.Store;

/// <summary>How a salad ends, in the memory store: once a round, and why.</summary>
public class EndTests
{
    [Fact]
    public void The_end_is_announced_once()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Do(A);
        salad.At(7).Do(B);
        Assert.True(salad.LastEffect.WakeAll);

        salad.Ask(A);
        salad.Accept(B, 1, 1);
        salad.Close();
        salad.At(100).Tick();

        Assert.Equal(1, salad.Count(EventKind.Ended));
        Assert.Equal((EndReason.Completed, Seconds(7)), (salad.Snapshot.EndReason, salad.Snapshot.EndedAt));
    }

    [Fact]
    public void An_empty_recipe_is_ready_at_once() =>
        Assert.Equal(EndReason.Completed, new TestSalad(SaladPolicy.Robust).Snapshot.EndReason);

    [Fact]
    public void Nobody_ever_comes()
    {
        var salad = new TestSalad(SaladPolicy.Robust, Many(1));
        Assert.Equal(Seconds(30), salad.Tick().NextDue);

        salad.At(29.999).Tick();
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
        salad.At(30).Tick();

        Assert.Equal(EndReason.Idle, salad.Snapshot.EndReason);
    }

    [Fact]
    public void The_countdown_begins_when_the_last_lease_ends()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Timeout with { Lease = Seconds(100) }, Many(1)).Hello(A);
        salad.Get(A);
        salad.At(99).Tick();
        Assert.Equal(Seconds(100), salad.LastEffect.NextDue);

        salad.At(100).Tick();

        Assert.Equal(Seconds(130), salad.LastEffect.NextDue);
        salad.At(130).Tick();
        Assert.Equal(EndReason.Idle, salad.Snapshot.EndReason);
    }

    private static readonly Dictionary<string, Action<TestSalad>> Signs = new()
    {
        ["first hello"] = salad => salad.Hello(B),
        ["hello"] = salad => salad.Hello(A),
        ["question"] = salad => salad.Ask(A),
        ["renewal"] = salad => salad.Renew(A),
        ["result"] = salad => salad.Accept(A, 0, 1),
        ["failure"] = salad => salad.Fail(A, 0, 1),
        ["release"] = salad => salad.Release(A),
        ["goodbye"] = salad => salad.Goodbye(A),
    };

    public static TheoryData<string> SignsOfLife => [.. Signs.Keys];

    [Theory]
    [MemberData(nameof(SignsOfLife))]
    public void Any_sign_of_life_restarts_the_countdown(string sign)
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust, ExpectWorkers = 9 };
        TestSalad salad = new TestSalad(settings, Many(2)).Hello(A).At(20);

        Signs[sign](salad);

        Assert.Equal(Seconds(50), salad.LastEffect.NextDue);
    }

    [Fact]
    public void A_disconnect_and_a_stranger_are_no_signs_of_life()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A).At(20);
        salad.Disconnect(A, exited: true);
        salad.Ask(B);
        salad.Refuse(A, "bad frame");

        Assert.Equal(Seconds(30), salad.LastEffect.NextDue);
    }

    [Fact]
    public void A_stop_waits_for_what_is_in_progress()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Stop();
        salad.Stop();

        Assert.True(salad.Ask(B) is { Done: true, Reason: EndReason.Stopped });
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
        Assert.Equal(Verdict.Accepted, salad.Accept(A, 0, 1));
        Assert.Equal(EndReason.Stopped, salad.Snapshot.EndReason);
        Assert.Equal(1, salad.Count(EventKind.Stopping));
    }

    [Fact]
    public void A_stop_that_finds_everything_done_by_then_is_a_completion()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);
        salad.Stop();
        salad.Accept(A, 0, 1);

        Assert.Equal(EndReason.Completed, salad.Snapshot.EndReason);
    }

    [Fact]
    public void A_forced_stop_waits_for_nothing()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(2)).Hello(A);
        salad.Get(A);
        salad.Stop();
        salad.Stop(force: true);
        salad.Stop(force: true);

        Assert.Equal((EndReason.Stopped, 1), (salad.Snapshot.EndReason, salad.Count(EventKind.Ended)));
    }

    [Fact]
    public void Leases_that_a_forced_stop_left_behind_still_end_and_reopen_nothing()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust, Many(1)).Hello(A);
        salad.Get(A);
        salad.Stop(force: true);

        salad.At(10).Tick();

        Assert.Equal((TaskState.Ready, EndReason.Stopped), (salad.State(0), salad.Snapshot.EndReason));
        Assert.Null(salad.LastEffect.NextDue);
    }

    [Fact]
    public void An_open_salad_goes_on_until_it_is_closed()
    {
        var settings = new SaladSettings { Id = default, Policy = SaladPolicy.Robust, KeepOpen = true };
        TestSalad salad = new TestSalad(settings, Many(1)).Hello(A);
        salad.Do(A);
        Assert.Equal(EndReason.None, salad.Snapshot.EndReason);
        Assert.False(salad.Ask(A).Done);

        salad.Close();
        salad.Close();

        Assert.Equal((EndReason.Completed, 1), (salad.Snapshot.EndReason, salad.Count(EventKind.Closed)));
    }

    [Fact]
    public void A_new_round_is_not_held_up_by_a_lease_without_end_that_a_forced_stop_left_behind()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Basic, Many(2)).Hello(A, B);
        salad.Get(A);
        salad.Stop(force: true);

        salad.Add("more", Task());
        Assert.Equal((TaskState.Ready, 0), (salad.State(1), salad.Count(EventKind.Died)));
        for (int i = 0; i < 3; i++)
        {
            salad.Do(B);
        }

        Assert.Equal((EndReason.Completed, 2), (salad.Snapshot.EndReason, salad.Snapshot.Round));
    }

    [Fact]
    public void What_was_leased_over_a_forced_stop_may_still_be_returned_in_the_new_round_and_blames_nobody()
    {
        TestSalad salad = new TestSalad(SaladPolicy.Robust with { MaxAttempts = 1 }, Many(3)).Hello(A);
        Assert.Equal(3, salad.Ask(A, max: 3).Grants.Length);
        salad.Stop(force: true);
        Assert.Equal(Verdict.Closed, salad.Accept(A, 0, 1));

        salad.Add("more", Task());

        Assert.Equal((3, 0), (salad.Count(EventKind.Released), salad.Count(EventKind.Started)));
        Assert.Equal([new HeldTask(1, 1)], salad.Renew(A, new HeldTask(1, 1)));
        Assert.Equal(Verdict.LateAccepted, salad.Accept(A, 0, 1));
        Assert.Equal((TaskState.Done, TaskState.Ready), (salad.State(0), salad.State(1)));
    }
}
