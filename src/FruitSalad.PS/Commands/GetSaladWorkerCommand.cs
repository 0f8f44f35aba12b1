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

    private protected override bool ProcessSession()
    {
        Write(Session.Workers);
        return true;
    }

    private protected override void Process(SaladMasterHandle master)
    {
        SaladWorker[] own = [.. Session.Workers.Where(worker => worker.Master.Salad == master.Salad)];
        SaladStatus status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));
        IEnumerable<WorkerView> others = status.Workers.Where(view => own.All(worker => worker.Id != view.Id));
        Write(own.Concat(others.Select(view => new SaladWorker(master, view))));
    }

    private void Write(IEnumerable<SaladWorker> workers)
    {
        var pattern = new WildcardPattern(Name, WildcardOptions.IgnoreCase);
        foreach (SaladWorker worker in workers.Where(worker => pattern.IsMatch(worker.Name)))
        {
            WriteObject(worker);
        }
    }
}
