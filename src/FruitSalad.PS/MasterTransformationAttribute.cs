using System.Globalization;
using System.Management.Automation;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

/// <summary>
/// Lets a parameter that wants a master take 'host:port' or a port as well, or several of them. Never connects: that is the cmdlet's work,
/// which can be stopped and whose errors have names.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MasterTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return given switch
        {
            SaladChannel channel => channel.Master,
            string or int or long or ushort => Session.MasterAt(Read(given)),
            object[] { Length: > 0 } several => AnyOf(engineIntrinsics, several),
            _ => inputData,
        };
    }

    /// <summary>Several masters stand for any of them: they serve one salad.</summary>
    private object? AnyOf(EngineIntrinsics engineIntrinsics, object[] several)
    {
        var masters = several.Select(one => Transform(engineIntrinsics, one)).ToArray();
        if (masters is [var only])
        {
            return only;
        }

        var handles = masters.Select(one => (one is PSObject wrapped ? wrapped.BaseObject : one) as SaladMasterHandle).OfType<SaladMasterHandle>().ToArray();
        return handles.Length != masters.Length ? several : SaladMasterHandle.AnyOf(handles) ?? throw Unfit(Strings.MastersOfTwoSalads);
    }

    private static MasterAddress Read(object given)
    {
        var text = Convert.ToString(given, CultureInfo.InvariantCulture)!;
        if (MasterAddress.TryParse(text, out var address))
        {
            return address;
        }

        throw Unfit(Text.Of(Strings.NotAMasterAddress, text));
    }

    /// <summary>The inner exception tells the binder that it may try to bind a piped object in another way.</summary>
    private static ArgumentTransformationMetadataException Unfit(string message) => new(message, new PSInvalidCastException(message));
}
