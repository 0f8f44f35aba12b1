using FruitSalad.Stores.Sqlite;

namespace FruitSalad.Stores.Tests.Sqlite;

/// <summary>A file in a folder of its own.</summary>
public sealed class SqlitePlace : TestPlace
{
    private readonly TestFolder _folder = new();
    private long _clock = TimeSpan.FromDays(3).Ticks;

    public SqlitePlace() => Store = new SqliteStore(Path, new MachineClock(() => Clock, "a boot"));

    public string Path => _folder.File("salad.db");

    internal override SaladStore Store { get; }

    protected override TimeSpan Clock
    {
        get => new(Interlocked.Read(ref _clock));
        set => Interlocked.Exchange(ref _clock, value.Ticks);
    }

    internal override void LetRollAge(TimeSpan time) => Clock += time;

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}
