using System.Reflection;
using System.Reflection.Emit;

namespace FruitSalad.PS.Tests;

/// <summary>
/// The types that a type's source names: in its signatures and in its methods' bodies, those of its nested types
/// (closures, asynchronous methods) included.
/// </summary>
internal static class NamedTypes
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodeOf = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    internal static HashSet<Type> Of(Type type) =>
    [
        .. Signatures(type, Own).Concat(Attributes(type)).Concat(type.GetMembers(Own).OfType<MethodBase>().SelectMany(InBody))
            .SelectMany(Parts),
        .. type.GetNestedTypes(Own).SelectMany(Of),
    ];

    /// <summary>The types in what others can see of a public type.</summary>
    internal static IEnumerable<Type> Exposed(Type type) => Signatures(type, Own, Visible).SelectMany(Parts).Distinct();

    private static bool Visible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };

    /// <summary>Properties and events are their accessors: methods.</summary>
    private static IEnumerable<Type> Signatures(Type type, BindingFlags which, Func<MemberInfo, bool>? seen = null) =>
    [
        .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
        .. type.GetInterfaces(),
        .. type.GetMembers(which).Where(seen ?? (_ => true)).SelectMany(member => member switch
        {
            MethodInfo method => [method.ReturnType, .. ParametersOf(method)],
            MethodBase constructor => ParametersOf(constructor),
            FieldInfo field => [field.FieldType],
            _ => [],
        }),
    ];

    private static IEnumerable<Type> ParametersOf(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType);

    private static IEnumerable<Type> Attributes(Type type) => type.GetMembers(Own).Prepend(type)
        .SelectMany(member => member.GetCustomAttributesData()).Select(attribute => attribute.AttributeType);

    private static IEnumerable<Type> InBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            yield break;
        }

        foreach (var local in body.LocalVariables)
        {
            yield return local.LocalType;
        }

        foreach (var token in Tokens(body.GetILAsByteArray()!))
        {
            var member = method.Module.ResolveMember(
                token, method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null)!;
            yield return member as Type ?? member.DeclaringType!;
            foreach (var argument in member is MethodInfo { IsGenericMethod: true } call ? call.GetGenericArguments() : [])
            {
                yield return argument;
            }
        }
    }

    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var code = OpCodeOf[il[at] == 0xFE ? BitConverter.ToInt16([il[at + 1], il[at]]) : il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok)
            {
                yield return BitConverter.ToInt32(il, at);
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    /// <summary>A list of tasks names the list and the task.</summary>
    private static IEnumerable<Type> Parts(Type type) => type.IsGenericParameter ? []
        : type.HasElementType ? Parts(type.GetElementType()!)
        : type.GetGenericArguments().SelectMany(Parts).Prepend(type);
}
