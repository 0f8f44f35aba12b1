namespace FruitSalad.Journal;

/// <summary>
/// Whether a turn should wait for company. Callers that one turn answered come back at about the same time: who begins a
/// turn as soon as the first of them is there makes the others wait for a second one.
/// </summary>
/// <remarks>
/// Expected are as many as were answered by the last turn or came during it. A wait in vain - they had work of their own
/// to do - is not repeated at once: each in a row doubles the turns that begin without one, so that waiting costs next to
/// nothing where it brings nothing.
/// </remarks>
internal sealed class TurnCompany
{
    /// <summary>So long a turn waits at most: about what a commit costs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    /// <summary>After so many waits in vain in a row, 2 to that power turns go by until the next.</summary>
    private const int MaxVain = 6;

    private int _expected;
    private int _vain;
    private int _without;

    /// <summary>Whether more are expected than wait, and waiting has paid.</summary>
    public bool IsWorthWaiting(int waiting)
    {
        if (IsComplete(waiting))
        {
            return false;
        }

        if (_without > 0)
        {
            _without--;
            return false;
        }

        return true;
    }

    /// <summary>Whether all who are expected are there.</summary>
    public bool IsComplete(int waiting) => waiting >= _expected;

    /// <summary>A wait ended, with so many there.</summary>
    public void Came(int waiting)
    {
        _vain = IsComplete(waiting) ? 0 : Math.Min(_vain + 1, MaxVain);
        _without = _vain == 0 ? 0 : 1 << _vain;
    }

    /// <summary>A turn answered some, and others have come meanwhile.</summary>
    public void Left(int answered, int waiting) => _expected = answered + waiting;
}
