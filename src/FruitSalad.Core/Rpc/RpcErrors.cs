using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace FruitSalad.Rpc;

/// <summary>The errors that the contract adds to JSON-RPC's own.</summary>
public static class RpcErrors
{
    /// <summary>The call needs a proven connection.</summary>
    public const int NotProven = -32001;

    /// <summary>The call belongs to the other role.</summary>
    public const int WrongRole = -32002;

    /// <summary>A count or a value is out of bounds.</summary>
    public const int OutOfBounds = -32003;

    /// <summary>The salad takes no more tasks.</summary>
    public const int SaladClosed = -32004;

    /// <summary>The secret is wrong.</summary>
    public const int WrongSecret = -32005;

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
        _ => null,
    };

    internal static LocalRpcException Make(int code, string message) => new(message) { ErrorCode = code };
}
