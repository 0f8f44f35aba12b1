using System.Globalization;
using System.Management.Automation;
using FruitSalad.Simulation;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladExperimentCommand
{
    /// <summary>What a salad does not depend on.</summary>
    private static readonly HashSet<string> Incidental =
    [
        nameof(Simulate), nameof(InProcess), nameof(TimeScale), nameof(Seed), nameof(Vary), nameof(Plan),
        nameof(ThrottleLimit), nameof(KeepEvents), nameof(KeepTrace), nameof(Shrink),
        .. CommonParameters,
    ];

    /// <summary>The plan of all seeds: the one that was given, or the usual one, with what the parameters change.</summary>
    private SimulationPlan MakeWholePlan(SimulationPlan basis) => MakePlan(basis) with
    {
        Mutant = Has(nameof(Mutant)) ? Mutant : basis.Mutant,
        Schedule = !Has(nameof(ScheduleDepth)) ? basis.Schedule
            : ScheduleDepth == 0 ? Schedule.Random : Schedule.Pct(ScheduleDepth),
        KeepEvents = KeepEvents || IsVerbose(),
        KeepTrace = KeepTrace,
    };

    /// <summary>Simulated salads share the processors; real ones would disturb each other's times.</summary>
    private int AtOnce => Simulate || Has(nameof(ThrottleLimit)) ? ThrottleLimit : 1;

    /// <summary>What there is under virtual time alone is refused before anything starts.</summary>
    private void RefuseUnreal(SimulationPlan plan)
    {
        var what = Shrink ? "-Shrink" : Has(nameof(ScheduleDepth)) ? "-ScheduleDepth" : RealSalad.Unfit(plan);
        if (what is not null)
        {
            throw Terminating(Errors.ExperimentNeedsSimulate(what));
        }
    }

    private SimulationPlan ReadPlan(object given)
    {
        try
        {
            return PlanInput.Read(given, GetUnresolvedProviderPathFromPSPath);
        }
        catch (FormatException unfit)
        {
            throw Terminating(Errors.PlanUnfit(given, unfit));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw Terminating(Errors.PlanNotRead(given, failed));
        }
    }

    /// <summary>
    /// The command that makes a salad again: said as the user said it; but of a given plan everything is said, since its
    /// file may change.
    /// </summary>
    private string ReplayOf(Case made, SimulationPlan plan)
    {
        string how = Simulate ? " -Simulate"
            : string.Create(CultureInfo.InvariantCulture, $" -TimeScale {TimeScale}") + (InProcess ? " -InProcess" : "");
        return Plan is null ? ReplayLine.Of(plan, made.Parameters, how) : ReplayLine.Of(plan, how);
    }

    private bool IsVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
        ? (SwitchParameter)given
        : GetVariableValue("VerbosePreference") is not (null or ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
