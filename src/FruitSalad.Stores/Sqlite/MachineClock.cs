using System.Diagnostics;
using System.Globalization;

namespace FruitSalad.Stores.Sqlite;

/// <summary>
/// The machine's monotonic clock, which all of its processes share from one boot to the next, and the name of the boot.
/// </summary>
/// <param name="Read">Reads the clock, since any moment before.</param>
/// <param name="Boot">Which boot: times of another one cannot be compared.</param>
internal sealed record MachineClock(Func<TimeSpan> Read, string Boot)
{
    private const string LinuxBoot = "/proc/sys/kernel/random/boot_id";

    /// <summary>This machine's.</summary>
    public static MachineClock System { get; } =
        new(() => Stopwatch.GetElapsedTime(0), File.Exists(LinuxBoot) ? File.ReadAllText(LinuxBoot).Trim() : Estimate());

    /// <summary>
    /// Where the system does not name its boot: the minute in which it came up, as far as the wall clock can tell.
    /// Somebody who sets that clock makes it look like another boot: that costs a lease's grace, and nothing else.
    /// </summary>
    private static string Estimate() =>
        (DateTimeOffset.UtcNow - TimeSpan.FromMilliseconds(Environment.TickCount64))
            .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
