using System.ComponentModel;
using FruitSalad.Tasks;
using FruitSalad.Worker;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladCommand
{
    private void MakeByStealing(Recipe recipe)
    {
        CheckStealing(recipe);
        long seed = Seed ?? Random.Shared.Next();
        CrashPlan[] plans = [.. Enumerable.Repeat(new CrashPlan { Probability = CrashProbability }, Workers)];
        PeerCrew crew = StartCrew(NoShuffle ? recipe : recipe.Shuffle(seed), seed, plans);
        try
        {
            crew.Begin();
            FollowToTheEnd(recipe, crew.Ledger);
            Await(crew.DismissAsync());
        }
        finally
        {
            crew.DisposeAsync().AsTask().Wait();
        }
    }

    /// <summary>Refuses what needs somebody who knows what is done, and who is there.</summary>
    private void CheckStealing(Recipe recipe)
    {
        if (recipe.Tasks.Any(task => task.DependsOn.Count > 0))
        {
            throw Terminating(Errors.StealingNeedsIndependentTasks(recipe.Name));
        }

        if (recipe.Tasks.Any(task => !task.Options.IsNone))
        {
            throw Terminating(Errors.StealingUnfit(recipe.Name));
        }

        string[] ofMasters = [nameof(Respawn), nameof(IncludeMaster), nameof(ShareCut), nameof(Replicas), nameof(Quorum)];
        if (Array.Find(ofMasters, MyInvocation.BoundParameters.ContainsKey) is { } meaningless)
        {
            throw Terminating(Errors.StealingTakesNoNewcomers(meaningless));
        }
    }

    private PeerCrew StartCrew(Recipe recipe, long seed, CrashPlan[] plans)
    {
        try
        {
            return Await(PeerCrew.StartAsync(
                recipe, SaladPolicy.Of(Preset), TimeScale, seed, plans, InProcess ? null : WorkerHost(), StopToken));
        }
        catch (Exception cannot) when (cannot is Win32Exception or PeerStartException)
        {
            throw Terminating(Errors.WorkerHostUnavailable(cannot.Message, cannot));
        }
    }
}
