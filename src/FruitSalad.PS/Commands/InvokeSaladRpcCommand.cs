using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using FruitSalad.Contract;
using FruitSalad.Rpc;

namespace FruitSalad.PS.Commands;

/// <summary>Makes one remote call by its name: what the wire looks like from outside.</summary>
/// <remarks>
/// <para>
/// A server lets others call what its contract declares, and nothing else: any other method, public or not, does not
/// exist for callers (error -32601). A master's contract has two halves, for workers and for owners; a connection has
/// proven one of the roles and may call its half only.
/// </para>
/// <para>
/// -Demo shows it without a master: for the one call it starts a server on this machine whose contract declares f,
/// which answers 42. The class behind it has another public method, g.
/// </para>
/// </remarks>
/// <example>
/// <code>Invoke-SaladRpc -Demo -Method f</code>
/// <para>Answers 42.</para>
/// </example>
/// <example>
/// <code>try { Invoke-SaladRpc -Demo -Method g } catch { $_.Exception.Code }</code>
/// <para>g is not in the contract: the code of the refusal is -32601.</para>
/// </example>
/// <example>
/// <code>Invoke-SaladRpc -Method get_tasks -Argument @{ state = 'ready'; max = 3 }</code>
/// <para>Asks the only master of this session for three tasks that can be handed out.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Invoke, "SaladRpc", DefaultParameterSetName = OfMaster)]
[OutputType(typeof(object))]
public sealed class InvokeSaladRpcCommand : SaladCommand
{
    private const string OfMaster = nameof(OfMaster);
    private const string OfDemo = nameof(OfDemo);

    /// <summary>The method's name on the wire: f, get_status, give_task...</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [MethodCompleter]
    [ValidateNotNullOrEmpty]
    public string Method { get; set; } = "";

    /// <summary>The call's parameters by name: anything that can be written as JSON.</summary>
    /// <value>None</value>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    public IDictionary Argument { get; set; } = new Hashtable();

    /// <summary>
    /// The master: what Start-SaladMaster or Connect-SaladMaster returned, 'host:port', or a port of this machine.
    /// </summary>
    /// <value>The only master of this session; without one, the master at 127.0.0.1:18861</value>
    [Parameter(ParameterSetName = OfMaster, ValueFromPipeline = true)]
    [MasterTransformation]
    [MasterCompleter]
    [ValidateNotNull]
    public SaladMasterHandle? Master { get; set; }

    /// <summary>Which half of the contract to call. A call as a worker makes the master know a worker more.</summary>
    /// <value>Owner</value>
    [Parameter(ParameterSetName = OfMaster)]
    public Role Role { get; set; } = Role.Owner;

    /// <summary>Calls a demonstration server that is there for this call only.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OfDemo)]
    public SwitchParameter Demo { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var arguments = new Dictionary<string, object?>();
        foreach (DictionaryEntry argument in Argument)
        {
            arguments.Add(argument.Key.ToString()!, JsonSerializer.Deserialize<JsonElement>(JsonValue.Write(argument.Value)));
        }

        if (Demo)
        {
            Call("Demo", () => FirstCall.InvokeAsync(Method, arguments, StopToken));
            return;
        }

        var master = ResolveMaster(Master);
        try
        {
            Open(master, Role);
            Call(master, () => CallAsync(master, arguments));
        }
        catch (Exception failed) when (Errors.Explain(failed, master) is { } error)
        {
            ThrowTerminatingError(error);
        }
    }

    private void Call(object server, Func<Task<JsonElement>> call)
    {
        try
        {
            WriteObject(JsonValue.Read(Await(call())));
        }
        catch (Exception refused) when (RpcErrors.CodeOf(refused) is { } code)
        {
            throw Terminating(code == RpcErrors.MethodNotFound
                ? Errors.RpcMethodNotFound(Method, server, code, refused)
                : Errors.RpcRefused(Method, server, code, refused));
        }
    }

    private async Task<JsonElement> CallAsync(SaladMasterHandle master, Dictionary<string, object?> arguments)
    {
        var hello = new Hello(FruitSalad.Master.SaladMaster.Protocol, Role, [])
        {
            Worker = Guid.NewGuid(),
            Name = "Invoke-SaladRpc",
            Host = Environment.MachineName,
        };
        using var client = await MasterClient.ConnectAsync(master.Addresses[0], master.KeyOf(Role)!, hello, StopToken);
        return await client.InvokeAsync(Method, arguments, StopToken).WaitAsync(StopToken);
    }
}
