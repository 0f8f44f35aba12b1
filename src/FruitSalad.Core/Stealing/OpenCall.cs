namespace FruitSalad.Stealing;

/// <summary>A call that has no answer yet: it is said again and again, until there is one or its peer is given up.</summary>
internal sealed class OpenCall(PeerCall call, TimeSpan now)
{
    public PeerCall Call { get; } = call;

    /// <summary>When it was said last.</summary>
    public TimeSpan SaidAt { get; private set; } = now;

    /// <summary>How often it was said.</summary>
    public int Times { get; private set; } = 1;

    /// <summary>It is time to say it again.</summary>
    public PeerCall Again(TimeSpan now)
    {
        SaidAt = now;
        Times++;
        return Call;
    }
}
