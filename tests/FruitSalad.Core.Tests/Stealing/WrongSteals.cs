using FruitSalad.Stealing;

namespace FruitSalad.Core.Tests.Stealing;

/// <summary>Peers that decide one thing wrong, each in its own way.</summary>
internal static class WrongSteals
{
    public static readonly IReadOnlyList<(string Wrong, StealRules Rules)> All =
    [
        ("the victim keeps what it gave", new KeepsWhatItGave()),
        ("a request said again gets other tasks", new GivesAgain()),
        ("a request without an answer is forgotten", new ForgetsRequests()),
        ("the leader forgets what the dead one had", new ForgetsTheDead()),
        ("the leader forgets the dead one's results", new ForgetsResults()),
        ("the token goes on after a death", new KeepsTheToken()),
        ("a token of another epoch is taken", new TakesAnyToken()),
        ("a task is vouched for before its result is there", new VouchesTooEarly()),
        ("after the end nobody's death matters", new EndsForGood()),
    ];

    private sealed class KeepsWhatItGave : StealRules
    {
        public override int[] Take(List<int> waiting, double fraction) => base.Take([.. waiting], fraction);
    }

    private sealed class GivesAgain : StealRules
    {
        public override bool IsRepeated(long number, long last) => false;
    }

    private sealed class ForgetsRequests : StealRules
    {
        public override bool Repeats => false;
    }

    private sealed class ForgetsTheDead : StealRules
    {
        public override bool IsMissing(int task, NumberSet held, NumberSet done) => false;
    }

    private sealed class ForgetsResults : StealRules
    {
        private readonly NumberSet _everDone = new();

        public override NumberSet Vouched(NumberSet done, int? running)
        {
            _everDone.UnionWith(done);
            return done;
        }

        public override bool IsMissing(int task, NumberSet held, NumberSet done) =>
            !_everDone.Contains(task) && base.IsMissing(task, held, done);
    }

    private sealed class KeepsTheToken : StealRules
    {
        public override Token? AfterDeath(Token? token) => token;
    }

    private sealed class TakesAnyToken : StealRules
    {
        public override bool IsCurrent(NumberSet epoch, NumberSet dead) => true;
    }

    private sealed class VouchesTooEarly : StealRules
    {
        public override NumberSet Vouched(NumberSet done, int? running)
        {
            NumberSet vouched = done.Copy();
            vouched.UnionWith(running is { } task ? new NumberSet(task) : new NumberSet());
            return vouched;
        }
    }

    private sealed class EndsForGood : StealRules
    {
        public override bool EndHolds => true;
    }
}
