using System.Management.Automation;
using FruitSalad.Contract;

namespace FruitSalad.PS.Commands;

/// <summary>Shows where a salad stands: its tasks by state, its times, its workers.</summary>
/// <remarks>
/// <para>
/// Makespan counts from the first question for a task, Elapsed from the master's start. When the salad has ended,
/// Oracle tells what the same tasks in the same order need on the same workers without any overhead or crash, and
/// Overhead what this run cost beyond that.
/// </para>
/// </remarks>
/// <example>
/// <code>Get-SaladStatus</code>
/// <para>Shows the salads of all masters of this session.</para>
/// </example>
/// <example>
/// <code>(Get-SaladStatus 18861).Workers</code>
/// <para>Shows the workers of the master on this machine's port 18861, which another terminal may have started.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "SaladStatus")]
[OutputType(typeof(MasterStatus))]
public sealed class GetSaladStatusCommand : StoredCommand
{
    private protected override bool TakesAll => true;

    private protected override void Process(SaladMasterHandle master) =>
        WriteObject(new MasterStatus(master, Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken))));
}
