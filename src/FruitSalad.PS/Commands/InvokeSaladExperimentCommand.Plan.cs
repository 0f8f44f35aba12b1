using System.Globalization;
using System.Management.Automation;
using FruitSalad.Faults;
using FruitSalad.Simulation;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladExperimentCommand
{
    /// <summary>What a salad does not depend on.</summary>
    private static readonly HashSet<string> Incidental =
    [
        nameof(Simulate), nameof(InProcess), nameof(TimeScale), nameof(Seed), nameof(ThrottleLimit), nameof(KeepEvents), nameof(KeepTrace), nameof(Shrink),
        .. CommonParameters,
    ];

    /// <summary>The plan of all seeds: the one that was given, or the usual one, with what the parameters change.</summary>
    private SimulationPlan MakePlan(SimulationPlan basis)
    {
        Recipe recipe = Recipe is null ? basis.Recipe : FindRecipe(Recipe);
        return basis with
        {
            Recipe = recipe,

            // Numbers are places in the list: where tasks depend on numbers, the list stays as it is.
            Shuffled = basis.Shuffled && !NoShuffle && recipe.Tasks.All(task => task.DependsOn.Count == 0),
            Workers = MakeWorkers() ?? basis.Workers,
            Policy = MakePolicy(Has(nameof(Preset)) ? SaladPolicy.Of(Preset) : basis.Policy),
            Channel = Channel is null ? basis.Channel : ReadChannel(Channel),
            Mutant = Has(nameof(Mutant)) ? Mutant : basis.Mutant,
            Schedule = !Has(nameof(ScheduleDepth)) ? basis.Schedule
                : ScheduleDepth == 0 ? Schedule.Random : Schedule.Pct(ScheduleDepth),
            Horizon = HorizonSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : basis.Horizon,
            KeepEvents = KeepEvents || IsVerbose(),
            KeepTrace = KeepTrace,
        };
    }

    /// <summary>Simulated salads share the processors; real ones would disturb each other's times.</summary>
    private int AtOnce => Simulate || Has(nameof(ThrottleLimit)) ? ThrottleLimit : 1;

    /// <summary>What there is under virtual time alone is refused before anything starts.</summary>
    private void RefuseUnreal()
    {
        var what = Shrink ? "-Shrink" : Has(nameof(ScheduleDepth)) ? "-ScheduleDepth" : RealSalad.Unfit(_plan);
        if (what is not null)
        {
            throw Terminating(Errors.ExperimentNeedsSimulate(what));
        }
    }

    private List<WorkerPlan>? MakeWorkers()
    {
        string[] about =
        [
            nameof(Workers), nameof(Healthy), nameof(CrashProbability), nameof(CrashPoint), nameof(FailureKind),
            nameof(RespawnSeconds),
        ];
        if (!about.Any(Has))
        {
            return null;
        }

        if (Healthy > Workers)
        {
            throw Terminating(Errors.MoreHealthyThanWorkers(Healthy, Workers));
        }

        var mortal = new WorkerPlan
        {
            Crash = new CrashPlan { Probability = CrashProbability, Point = CrashPoint, Kind = FailureKind },
            RespawnsAfter = RespawnSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return [.. Enumerable.Repeat(mortal, Workers - Healthy), .. Enumerable.Repeat(WorkerPlan.Healthy, Healthy)];
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

    private ChannelPlan ReadChannel(object given)
    {
        try
        {
            return PlanInput.ReadChannel(given);
        }
        catch (FormatException unfit)
        {
            throw Terminating(Errors.ChannelUnfit(given, unfit));
        }
    }

    /// <summary>
    /// The command that makes a salad again: said as the user said it; but of a given plan everything is said, since its
    /// file may change.
    /// </summary>
    private string ReplayOf(SimulationPlan plan)
    {
        string how = Simulate ? " -Simulate"
            : string.Create(CultureInfo.InvariantCulture, $" -TimeScale {TimeScale}") + (InProcess ? " -InProcess" : "");
        return Plan is null ? ReplayLine.Of(plan, _parameters, how) : ReplayLine.Of(plan, how);
    }

    private bool IsVerbose() => MyInvocation.BoundParameters.TryGetValue("Verbose", out var given)
        ? (SwitchParameter)given
        : GetVariableValue("VerbosePreference") is not (null or ActionPreference.SilentlyContinue or ActionPreference.Ignore);
}
