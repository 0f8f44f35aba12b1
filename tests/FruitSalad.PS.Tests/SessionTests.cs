namespace FruitSalad.PS.Tests;

[Collection(SessionCollection.Name)]
public sealed class SessionTests
{
    [Fact]
    public void What_came_last_ends_first_and_once()
    {
        var ended = new List<string>();
        Session.Own(new Ending(() => ended.Add("master")));
        Session.Own(new Ending(() => ended.Add("worker")));

        Session.Close();
        Session.Close();

        Assert.Equal(["worker", "master"], ended);
    }

    [Fact]
    public void What_was_taken_back_is_left_alone()
    {
        var gone = new Ending(() => Assert.Fail("It was disowned."));
        Session.Own(gone);

        Session.Disown(gone);

        Session.Close();
    }

    [Fact]
    public void One_that_fails_to_end_does_not_keep_the_others()
    {
        var ended = new List<string>();
        Session.Own(new Ending(() => ended.Add("master")));
        Session.Own(new Ending(() => throw new IOException("stuck")));

        var failure = Assert.Throws<AggregateException>(Session.Close);

        Assert.Equal("stuck", Assert.Single(failure.InnerExceptions).Message);
        Assert.Equal(["master"], ended);
    }

    [Fact]
    public void What_ends_may_end_others_with_it()
    {
        var ended = new List<string>();
        var worker = new Ending(() => ended.Add("worker"));
        Session.Own(worker);
        Session.Own(new Ending(() => Session.Disown(worker)));

        Session.Close();

        Assert.Empty(ended);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
