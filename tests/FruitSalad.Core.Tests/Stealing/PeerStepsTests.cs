using FruitSalad.Contract;
using FruitSalad.Stealing;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.Core.Tests.Stealing;

/// <summary>What one peer says and answers, message by message.</summary>
public class PeerStepsTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_thief_gets_the_later_half_of_what_waits()
    {
        PeerSteps victim = Peer(0, [0, 1, 2, 3, 4, 5], []);
        Assignment running = victim.TryStart(default)!;
        Assert.Equal(0, running.Task);
        Assert.Equal([3, 4, 5], victim.Steal(new StealRequest(1, 1, new NumberSet()), default).Tasks);
        Assert.Equal([2], victim.Steal(new StealRequest(1, 2, new NumberSet()), default).Tasks);
        Assert.Equal([1], victim.Steal(new StealRequest(1, 3, new NumberSet()), default).Tasks);
        Assert.Empty(victim.Steal(new StealRequest(1, 4, new NumberSet()), default).Tasks);
        Assert.Equal((0, 0), (victim.Status().Waiting, victim.Status().Running));
    }

    [Fact]
    public void The_part_that_is_given_can_be_chosen()
    {
        PeerTerms terms = Terms([0, 1, 2, 3, 4, 5, 6, 7], []) with { Fraction = 0.25 };
        var victim = new PeerSteps(terms, 0, CrashPlan.None, new SeededRandom(1), null, null);
        Assert.Equal([6, 7], victim.Steal(new StealRequest(1, 1, new NumberSet()), default).Tasks);
    }

    [Fact]
    public void The_same_request_gets_the_same_tasks_and_an_older_one_nothing()
    {
        PeerSteps victim = Peer(0, [0, 1, 2, 3], []);
        Assert.Equal([2, 3], victim.Steal(new StealRequest(1, 5, new NumberSet()), default).Tasks);
        Assert.Equal([2, 3], victim.Steal(new StealRequest(1, 5, new NumberSet()), default).Tasks);
        Assert.Empty(victim.Steal(new StealRequest(1, 4, new NumberSet()), default).Tasks);
        Assert.Equal(2, victim.Status().Waiting);
    }

    [Fact]
    public void A_thief_asks_again_until_it_has_an_answer_and_takes_the_first_one_only()
    {
        PeerSteps thief = Peer(1, [0, 1, 2, 3], []);
        PeerCall call = Calls(thief, default).Single(call => call.Steal is not null);
        Assert.DoesNotContain(call, Calls(thief, Retry - TimeSpan.FromTicks(1)));
        Assert.Contains(call, Calls(thief, Retry));
        thief.Answered(call, new Loot([3], new NumberSet()), Retry);
        thief.Answered(call, new Loot([2], new NumberSet()), Retry);
        Assert.Equal(1, thief.Status().Waiting);
    }

    [Fact]
    public void A_peer_that_does_not_answer_for_a_lease_is_taken_for_dead_and_its_share_is_done_here()
    {
        PeerSteps left = Peer(1, [0, 1, 2, 3], []);
        TimeSpan now = default;
        for (int times = 0; times < PeerSteps.Tries; times++)
        {
            Assert.NotEmpty(Calls(left, now));
            now += Retry;
            left.Tick(now - TimeSpan.FromTicks(1));
            Assert.Equal(0, left.Status().Dead.Count);
        }

        Assert.Equal(Lease, now);
        left.Tick(now);
        Assert.True(left.Status().Dead.Contains(0));
        Assert.Equal(4, left.Status().Waiting);
    }

    [Fact]
    public void Who_slept_itself_does_not_take_others_for_dead()
    {
        PeerSteps sleeper = Peer(1, [0, 1, 2, 3], []);
        Calls(sleeper, default);
        sleeper.Tick(Lease * 10);
        Assert.Equal(0, sleeper.Status().Dead.Count);
    }

    [Fact]
    public void Who_is_taken_for_dead_goes_its_own_way()
    {
        PeerSteps peer = Peer(1, [0, 1, 2, 3], [4]);
        Assert.Equal([4], peer.Steal(new StealRequest(0, 1, new NumberSet()), default).Tasks);
        Loot loot = peer.Steal(new StealRequest(0, 2, new NumberSet(1)), default);
        Assert.Empty(loot.Tasks);
        Assert.True(loot.Dead.Contains(0));
        Assert.Equal(5, peer.Status().Waiting);
    }

    [Fact]
    public void What_the_dead_say_is_not_heard()
    {
        PeerSteps peer = Peer(2, [0], [1], [2]);
        peer.Gone(0, default);
        peer.Pass(new Pass(0, new NumberSet(1), new Token(1, new NumberSet(0, 1, 2)) { Ended = true }), default);
        Assert.True(peer.Status().Dead.SetEquals(new NumberSet(0)));
        Assert.False(peer.Status().Ended);
    }

    [Fact]
    public void Results_are_handed_over_when_all_are_there_and_again_when_asked_again()
    {
        PeerSteps peer = Peer(0, [0, 1]);
        Work(peer);
        Assert.Null(peer.Gather(new HarvestQuery(0)));
        Work(peer);
        Assert.True(peer.Status().Ended);
        Assert.Equal([0, 1], peer.Gather(new HarvestQuery(0))!.Outcomes.Select(outcome => outcome.Task));
        Assert.Equal([1], peer.Gather(new HarvestQuery(1))!.Outcomes.Select(outcome => outcome.Task));
        Assert.Null(peer.Gather(new HarvestQuery(2)));
    }

    [Fact]
    public void What_failed_is_tried_again_behind_the_others_and_given_up_in_the_end()
    {
        PeerSteps peer = Peer(0, [0, 1]);
        Fail(peer, 0, attempt: 1);
        Work(peer);
        Fail(peer, 0, attempt: 2);
        Assert.False(peer.Status().Ended);
        Fail(peer, 0, attempt: 3);
        Assert.True(peer.Status().Ended);
        Outcome[] outcomes = [.. peer.Gather(new HarvestQuery(0))!.Outcomes];
        Assert.Equal([(1, "1"), (0, null)], outcomes.Select(outcome => (outcome.Task, outcome.Result?.Text)));
        Assert.Null(outcomes[0].Failed);
        Assert.Equal(["spoiled 1", "spoiled 2", "spoiled 3"], outcomes[1].Failed!.Select(failed => failed.Error));
    }

    [Fact]
    public void What_failed_goes_with_the_task_to_a_thief()
    {
        PeerSteps victim = Peer(0, [0, 1, 2], []);
        PeerSteps thief = Peer(1, [0, 1, 2], []);
        Fail(victim, 0, attempt: 1);
        PeerCall call = Calls(thief, default).Single(call => call.Steal is not null);
        Loot loot = victim.Steal(call.Steal!, default);
        Assert.Equal([2, 0], loot.Tasks);
        Assert.Equal(loot.Failed, victim.Steal(call.Steal!, default).Failed);
        thief.Answered(call, loot, default);
        Work(thief);
        Fail(thief, 0, attempt: 2);
        Fail(thief, 0, attempt: 3);
        thief.Gone(0, default);
        Work(thief);
        Outcome outcome = Assert.Single(thief.Gather(new HarvestQuery(0))!.Outcomes, outcome => outcome.Task == 0);
        Assert.Equal([0, 1, 1], outcome.Failed!.Select(failed => failed.Peer));
    }

    [Fact]
    public void Dismissed_it_says_nothing_more()
    {
        PeerSteps peer = Peer(0, [0, 1], []);
        peer.Dismiss();
        Assert.Equal((Fate.Leave, LeaveReason.Dismissed), (peer.Fate, peer.LeaveReason));
        Assert.Null(peer.TryStart(default));
        Assert.Empty(Calls(peer, TimeSpan.FromHours(1)));
        Assert.Empty(peer.Steal(new StealRequest(1, 1, new NumberSet()), default).Tasks);
    }

    private static void Fail(PeerSteps peer, int task, int attempt)
    {
        Assignment assignment = peer.TryStart(default)!;
        Assert.Equal((task, attempt), (assignment.Task, assignment.Attempt));
        peer.Failed(assignment, $"spoiled {attempt}");
    }

    private static void Work(PeerSteps peer) => peer.Finished(peer.TryStart(default)!, new JsonText("1"));

    private static List<PeerCall> Calls(PeerSteps peer, TimeSpan now)
    {
        var calls = new List<PeerCall>();
        while (peer.NextCall(now) is { } call)
        {
            calls.Add(call);
        }

        return calls;
    }

    private static PeerTerms Terms(params int[][] shares) => new()
    {
        Tasks = [.. shares.SelectMany(share => share).Select(id => new SaladTask(id, "fruit", TimeSpan.FromSeconds(1)))],
        Shares = shares,
        Lease = Lease,
        MaxAttempts = 3,
    };

    private static PeerSteps Peer(int self, params int[][] shares) =>
        new(Terms(shares), self, CrashPlan.None, new SeededRandom(1), null, null);
}
