using System.Security.Cryptography;
using FruitSalad.Contract;

namespace FruitSalad.Rpc;

/// <summary>What a connection's caller has to prove, from its hello on. One try a connection.</summary>
/// <param name="keys">The salad's secrets.</param>
internal sealed class CallerProof(SaladKeys keys)
{
    private Challenge? _challenge;
    private byte[]? _expected;

    /// <summary>Who said hello; null: nobody yet.</summary>
    public Hello? Hello { get; private set; }

    /// <summary>Whether a hello is another one than that which was answered already.</summary>
    public bool IsSecond(Hello hello) => Hello is { } said && !said.Nonce.AsSpan().SequenceEqual(hello.Nonce);

    /// <summary>
    /// The answer to a hello. One that a wire has doubled gets the same again, so that it does not matter which comes first.
    /// </summary>
    public Challenge Answer(Hello hello)
    {
        if (_challenge is null)
        {
            byte[] key = keys.Of(hello.Role);
            byte[] nonce = RandomNumberGenerator.GetBytes(HandshakeProof.NonceLength);
            Hello = hello;
            _expected = HandshakeProof.OfCaller(key, hello.Role, hello.Nonce, nonce);
            _challenge = new Challenge(nonce, HandshakeProof.OfMaster(key, hello.Role, hello.Nonce, nonce));
        }

        return _challenge;
    }

    /// <summary>Whether the caller knows the secret. Whoever guesses wrong has to come again on another connection.</summary>
    public bool Holds(Proof proof)
    {
        if (HandshakeProof.Same(_expected!, proof.Value))
        {
            return true;
        }

        RandomNumberGenerator.Fill(_expected);
        return false;
    }
}
