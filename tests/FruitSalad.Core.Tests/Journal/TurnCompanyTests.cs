using FruitSalad.Journal;

namespace FruitSalad.Core.Tests.Journal;

/// <summary>Whether a turn waits for company.</summary>
public class TurnCompanyTests
{
    private readonly TurnCompany _company = new();

    [Fact]
    public void One_caller_never_waits()
    {
        Assert.False(_company.IsWorthWaiting(1));
        _company.Left(answered: 1, waiting: 0);
        Assert.False(_company.IsWorthWaiting(1));
    }

    [Fact]
    public void As_many_are_expected_as_were_answered_or_came_meanwhile()
    {
        _company.Left(answered: 1, waiting: 2);

        Assert.True(_company.IsWorthWaiting(2));
        Assert.False(_company.IsComplete(2));
        Assert.True(_company.IsComplete(3));
        Assert.False(_company.IsWorthWaiting(3));
    }

    [Fact]
    public void Each_wait_in_vain_doubles_the_turns_without_one_up_to_a_bound()
    {
        Assert.Equal([2, 4, 8, 16, 32, 64, 64], Enumerable.Range(0, 7).Select(_ => WithoutAfter(came: 1)));
    }

    [Fact]
    public void A_wait_that_paid_makes_the_next_one_worth_it()
    {
        _ = WithoutAfter(came: 1);

        Assert.Equal(0, WithoutAfter(came: 3));
        Assert.Equal(2, WithoutAfter(came: 2));
    }

    /// <summary>How many turns begin without a wait after one for three callers that ended with so many.</summary>
    private int WithoutAfter(int came)
    {
        _company.Left(answered: 3, waiting: 0);
        _company.Came(came);
        int turns = 0;
        for (; !_company.IsWorthWaiting(1); turns++)
        {
        }

        return turns;
    }
}
