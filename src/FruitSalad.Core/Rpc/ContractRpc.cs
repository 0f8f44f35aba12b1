using System.Reflection;
using System.Text.Json;
using FruitSalad.Store;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace FruitSalad.Rpc;

/// <summary>JSON-RPC whose errors say what the caller can do something about, and show nobody a stack trace.</summary>
internal sealed class ContractRpc(IJsonRpcMessageHandler handler) : JsonRpc(handler)
{
    /// <inheritdoc/>
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
    {
        Exception cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        return cause switch
        {
            LocalRpcException or OperationCanceledException => base.CreateErrorDetails(request, cause),
            RpcArgumentDeserializationException or JsonException => new JsonRpcError.ErrorDetail
            {
                Code = JsonRpcErrorCode.InvalidParams,
                Message = $"{request.Method}: {cause.InnerException?.Message ?? cause.Message}",
            },
            StoreException unavailable => new JsonRpcError.ErrorDetail
            {
                Code = (JsonRpcErrorCode)RpcErrors.Unavailable,
                Message = unavailable.Message,
            },
            _ => new JsonRpcError.ErrorDetail
            {
                Code = JsonRpcErrorCode.InternalError,
                Message = $"{request.Method}: {cause.GetType().Name}: {cause.Message}",
            },
        };
    }
}
