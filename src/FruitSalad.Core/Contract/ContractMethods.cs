using System.Text.Json;

namespace FruitSalad.Contract;

/// <summary>The methods of the contract by their names on the wire.</summary>
public static class ContractMethods
{
    /// <summary>What a role may call once it has proven itself.</summary>
    /// <param name="role">The role.</param>
    public static IReadOnlyList<string> Of(Role role) =>
        [.. (role == Role.Owner ? typeof(IOwnerCalls) : typeof(IWorkerCalls)).GetMethods()
            .Select(method => WireName(method.Name)).Order(StringComparer.Ordinal)];

    /// <summary>"GiveTaskAsync" is `give_task` on the wire.</summary>
    /// <param name="method">The method's name in C#.</param>
    public static string WireName(string method) => JsonNamingPolicy.SnakeCaseLower.ConvertName(
        method.EndsWith("Async", StringComparison.Ordinal) ? method[..^5] : method);
}
