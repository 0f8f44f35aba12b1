namespace FruitSalad.Rpc;

/// <summary>What serves one connection: at a master, or at a peer.</summary>
internal interface IEndpoint
{
    /// <summary>Completes when the caller has proven who it is, or is gone.</summary>
    Task Proven { get; }

    /// <summary>Serves the connection until it ends.</summary>
    Task ServeAsync(Stream stream);

    /// <summary>Writes down, once a connection, that it was refused something.</summary>
    Task RefuseAsync(string why);

    /// <summary>Ends the connection from this side.</summary>
    void Close();
}
