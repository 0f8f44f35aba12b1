namespace FruitSalad.Stealing;

/// <summary>The next thing that a peer wants to say to another one. Exactly one of the messages is set.</summary>
/// <param name="To">To whom.</param>
/// <param name="Number">The call's number: what its answer is known by.</param>
public sealed record PeerCall(int To, long Number)
{
    /// <summary>`steal`.</summary>
    public StealRequest? Steal { get; init; }

    /// <summary>`pass`.</summary>
    public Pass? Pass { get; init; }
}
