using FruitSalad.Core.Tests.Store;
using FruitSalad.Journal;
using FruitSalad.Rpc;
using FruitSalad.Store;

namespace FruitSalad.Stores.Tests;

/// <summary>Where a test keeps its salads, with a clock that the test moves.</summary>
public abstract class TestPlace : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly List<ITaskStore> _opened = [];
    private int _salads;

    /// <summary>The place's own clock, wherever it is.</summary>
    protected abstract TimeSpan Clock { get; set; }

    /// <summary>The place; null: memory, where nothing outlives its master.</summary>
    internal abstract SaladStore? Store { get; }

    /// <summary>So much time passes for the roll of masters, which lives by its store's own clock.</summary>
    internal virtual void LetRollAge(TimeSpan time) => throw new NotSupportedException("Memory has no roll.");

    /// <summary>A new salad in it.</summary>
    internal TestSalad Make(SaladSettings settings, params NewTask[] tasks) => Make(settings, tasks, store => store);

    /// <summary>A new salad, with something between the test and the store.</summary>
    internal TestSalad Make(SaladSettings settings, NewTask[] tasks, Func<ITaskStore, ITaskStore> wrap)
    {
        if (Store is not { } place)
        {
            return new TestSalad(settings, tasks);
        }

        settings = settings with { Name = $"salad {++_salads}" };
        TimeSpan epoch = Clock;
        KeptSalad kept = Finish(place.CreateAsync(settings, tasks, SaladKeys.Create()));
        return new TestSalad(wrap(Keep(kept)), now => Clock = epoch + now);
    }

    /// <summary>One more master on a salad of the place.</summary>
    internal ITaskStore Another(TestSalad salad) => Another(salad.Store.Settings.Name);

    /// <inheritdoc cref="Another(TestSalad)"/>
    internal JournaledTaskStore Another(string name) => Keep(Finish(Store!.OpenAsync(name)));

    /// <summary>Waits for a step, within bounds.</summary>
    public static T Finish<T>(Task<T> step) => step.WaitAsync(Bound).GetAwaiter().GetResult();

    public static void Finish(Task step) => step.WaitAsync(Bound).GetAwaiter().GetResult();

    /// <summary>Closes all stores that were opened: their masters are gone.</summary>
    public void Close()
    {
        _opened.ForEach(store => Finish(store.DisposeAsync().AsTask()));
        _opened.Clear();
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private JournaledTaskStore Keep(KeptSalad kept)
    {
        // The test's clock jumps where a master's would tick: that is no absence.
        var options = new JournaledStoreOptions { Patience = TimeSpan.MaxValue };
        JournaledTaskStore store = Finish(JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System, options));
        _opened.Add(store);
        return store;
    }
}
