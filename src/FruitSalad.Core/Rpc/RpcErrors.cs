using FruitSalad.Store;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace FruitSalad.Rpc;

/// <summary>
/// The errors that the contract adds to JSON-RPC's own. From -32010 down: StreamJsonRpc reads meanings of its own into
/// -32000 to -32004.
/// </summary>
public static class RpcErrors
{
    /// <summary>The call needs a proven connection.</summary>
    public const int NotProven = -32011;

    /// <summary>The call belongs to the other role.</summary>
    public const int WrongRole = -32012;

    /// <summary>A count or a value is out of bounds.</summary>
    public const int OutOfBounds = -32013;

    /// <summary>The salad takes no more tasks.</summary>
    public const int SaladClosed = -32014;

    /// <summary>The secret is wrong.</summary>
    public const int WrongSecret = -32015;

    /// <summary>The master cannot reach its store. Nothing was done; the same call may be made again, here or elsewhere.</summary>
    public const int Unavailable = -32016;

    /// <summary>The frame cannot be read; the connection ends. JSON-RPC's parse error.</summary>
    public const int BadFrame = -32700;

    /// <summary>JSON-RPC's own code for a method that is not in the contract.</summary>
    public const int MethodNotFound = (int)JsonRpcErrorCode.MethodNotFound;

    /// <summary>The code with which a master refused a call, near or far; null: something else went wrong.</summary>
    /// <param name="error">What the call threw.</param>
    public static int? CodeOf(Exception error) => error switch
    {
        LocalRpcException local => local.ErrorCode,
        RemoteMethodNotFoundException => MethodNotFound,
        RemoteInvocationException remote => remote.ErrorCode,
        StoreException => Unavailable,
        _ => null,
    };

    /// <summary>Whether a master said no, rather than failed: the same call again would be refused again.</summary>
    internal static bool IsRefusal(Exception error) => CodeOf(error) is MethodNotFound or (<= NotProven and >= WrongSecret);

    internal static LocalRpcException Make(int code, string message) => new(message) { ErrorCode = code };
}
