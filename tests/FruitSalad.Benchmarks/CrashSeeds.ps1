# Two workers that crash with probability 0.6 and one that does not, as real processes: every seed must complete, every
# fruit accepted exactly once. Prints one line a preset and fails at the first seed that does not.
#
#   dotnet run -c Release --project src/FruitSalad.Shell -- tests/FruitSalad.Benchmarks/CrashSeeds.ps1 -Seeds 100
param(
    # How many seeds of each preset.
    [int] $Seeds = 100,

    # 1: real seconds.
    [double] $TimeScale = 0.05
)
$ErrorActionPreference = 'Stop'

# In real seconds, whatever the time scale: a busy machine's pauses must not look like everybody's death.
$idle = 30 / $TimeScale

foreach ($preset in 'Timeout', 'Robust') {
    $makespans = foreach ($seed in 1..$Seeds) {
        $master = Start-SaladMaster -Recipe FruitSalad -Port 0 -Preset $preset -TimeScale $TimeScale -Seed $seed -MaxAttempts 0 -IdleSeconds $idle -WarningAction SilentlyContinue
        $workers = @($master | Start-SaladWorker -Count 2 -CrashProbability 0.6) + @($master | Start-SaladWorker)
        $status = $master | Wait-Salad -TimeoutSeconds 120
        $accepted = @($master | Get-SaladEvent -Kind Accepted, LateAccepted | ForEach-Object Task)
        $distinct = [System.Collections.Generic.HashSet[int]]::new([int[]] $accepted)
        $workers | Stop-SaladWorker -Force
        $master | Stop-SaladMaster -Force
        if ($status.EndReason -ne 'Completed' -or $accepted.Count -ne 11 -or $distinct.Count -ne 11) {
            throw "Preset $preset, seed ${seed}: $($status.EndReason), $($accepted.Count) results for $($distinct.Count) fruits."
        }

        $status.Makespan.TotalSeconds
    }

    $sorted = [double[]] @($makespans)
    [array]::Sort($sorted)
    "{0}: {1} of {1} seeds completed, every fruit accepted once; makespan {2:F2} s [{3:F2}..{4:F2}] at time scale {5}." -f
        $preset, $Seeds, $sorted[[int][math]::Floor($sorted.Count / 2)], $sorted[0], $sorted[-1], $TimeScale
}
