using FruitSalad.Rpc;
using FruitSalad.Store;

namespace FruitSalad.Processes;

/// <summary>The one line that a master process says on its standard output: that it serves, or why it cannot.</summary>
public sealed record MasterReport
{
    /// <summary>How to reach it, and both secrets; null: it could not begin.</summary>
    public JoinFile? Join { get; init; }

    /// <summary>What it could not do, without doing the rest worse: leaving its secret to the user's other terminals.</summary>
    public string? Warning { get; init; }

    /// <summary>What is wrong, for people; null: nothing.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it is the tasks: they do not fit together.</summary>
    public bool Unfit { get; init; }

    /// <summary>What is wrong with the store, where that is it.</summary>
    public StoreFault? Store { get; init; }

    /// <summary>The socket's error, where the address cannot be used.</summary>
    public System.Net.Sockets.SocketError? Socket { get; init; }
}
