using System.Globalization;
using System.Management.Automation;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

/// <summary>
/// Lets a parameter that wants a master take 'host:port' or a port as well. Never connects: that is the cmdlet's work,
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
            _ => inputData,
        };
    }

    private static MasterAddress Read(object given)
    {
        var text = Convert.ToString(given, CultureInfo.InvariantCulture)!;
        if (MasterAddress.TryParse(text, out var address))
        {
            return address;
        }

        // The inner exception tells the binder that it may try to bind a piped object in another way.
        var message = Text.Of(Strings.NotAMasterAddress, text);
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
