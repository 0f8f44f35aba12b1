using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS.Commands;

/// <summary>Gets workers: those of this session, or all of a master's.</summary>
/// <remarks>
/// <para>Without a master, the workers that this session started are returned, those that have ended too. With a
/// master, all that ever said hello to it, from whatever machine; those of this session can be killed, the others only
/// sent home.</para>
/// </remarks>
/// <example>
/// <code>Get-SaladWorker</code>
/// <para>The workers of this session.</para>
/// </example>
/// <example>
/// <code>Get-SaladWorker -Master $m | Where-Object State -eq Crashed</code>
/// <para>Those of a master's workers that are gone.</para>
/// </example>
/// <seealso cref="StartSaladWorkerCommand"/>
/// <seealso cref="StopSaladWorkerCommand"/>
[Cmdlet(VerbsCommon.Get, "SaladWorker")]
[OutputType(typeof(SaladWorker))]
public sealed class GetSaladWorkerCommand : MasterCommand
{
    /// <summary>Only workers of this name; wildcards are allowed.</summary>
    /// <value>*</value>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "*";

    /// <inheritdoc/>
    private protected override bool TakesAll => true;

    /// <inheritdoc/>
    private protected override Access Needs => Master is null ? Access.None : Access.Owner;

    /// <inheritdoc/>
    private protected override void Process(SaladMasterHandle master)
    {
        var pattern = new WildcardPattern(Name, WildcardOptions.IgnoreCase);
        SaladWorker[] own = [.. Session.Workers.Where(worker => worker.Master == master)];
        SaladWorker[] seen = Master is null ? [] : Seen(master, own);
        foreach (SaladWorker worker in own.Concat(seen).Where(worker => pattern.IsMatch(worker.Name)))
        {
            WriteObject(worker);
        }
    }

    private SaladWorker[] Seen(SaladMasterHandle master, SaladWorker[] own)
    {
        SaladStatus status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
        return [.. status.Workers.Where(view => own.All(worker => worker.Id != view.Id)).Select(view => new SaladWorker(master, view))];
    }
}
