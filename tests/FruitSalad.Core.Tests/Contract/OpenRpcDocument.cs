using System.Reflection;
using System.Text.Json.Nodes;
using FruitSalad.Contract;
using FruitSalad.Master;
using FruitSalad.Rpc;

namespace FruitSalad.Core.Tests.Contract;

/// <summary>The contract as an OpenRPC document: methods, messages and errors, as the code has them.</summary>
internal static class OpenRpcDocument
{
    private static readonly (Type Calls, string Tag)[] Halves =
    [
        (typeof(IHandshakeCalls), "handshake"), (typeof(IWorkerCalls), "worker"), (typeof(IOwnerCalls), "owner"),
    ];

    public static JsonObject Make()
    {
        var schemas = new MessageSchemas();
        JsonNode[] methods = [.. Halves.SelectMany(half => half.Calls.GetMethods()
            .Select(method => Method(method, half.Tag, schemas)))];
        return new JsonObject
        {
            ["openrpc"] = "1.3.2",
            ["info"] = new JsonObject
            {
                ["title"] = "FruitSalad.PS",
                ["version"] = SaladMaster.Protocol.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["description"] = "JSON-RPC 2.0 over TCP between a salad's master and its workers and owners; see "
                    + "about_FruitSalad_Wire. What is not required may be left out, and is left out where there is none. "
                    + "Any call may be answered with an error of components/errors.",
                ["license"] = new JsonObject { ["name"] = "MIT" },
            },
            ["methods"] = new JsonArray(methods),
            ["components"] = new JsonObject { ["schemas"] = schemas.All(), ["errors"] = Errors() },
        };
    }

    private static JsonObject Method(MethodInfo method, string tag, MessageSchemas schemas)
    {
        ParameterInfo[] messages = [.. method.GetParameters().Where(one => one.ParameterType != typeof(CancellationToken))];
        Type? result = method.ReturnType.IsGenericType ? method.ReturnType.GenericTypeArguments[0] : null;
        return new JsonObject
        {
            ["name"] = ContractMethods.WireName(method.Name),
            ["tags"] = new JsonArray(new JsonObject { ["name"] = tag }),
            ["summary"] = CodeComments.Of(method),
            ["paramStructure"] = "by-name",
            ["params"] = new JsonArray([.. messages.SelectMany(one => schemas.Members(one.ParameterType).Select(Parameter))]),
            ["result"] = new JsonObject
            {
                ["name"] = result?.Name ?? "nothing",
                ["schema"] = result is null ? new JsonObject { ["type"] = "null" } : schemas.Of(result),
            },
        };
    }

    private static JsonNode Parameter(MessageSchemas.Member member)
    {
        var parameter = new JsonObject { ["name"] = member.Name, ["required"] = member.Required, ["schema"] = member.Schema };
        if (member.Description is { } description)
        {
            parameter["description"] = description;
        }

        return parameter;
    }

    private static JsonObject Errors()
    {
        var errors = new JsonObject();
        foreach (FieldInfo code in typeof(RpcErrors).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            errors[code.Name] = new JsonObject { ["code"] = (int)code.GetValue(null)!, ["message"] = CodeComments.Of(code) };
        }

        return errors;
    }
}
