# How the work is shared, by how many, with and without crashes: the same salads simulated and for real, side by side.
# Without crashes each seed's makespan must agree within 5 %. With crashes - all workers but one, at the tutorial's
# probability of 0.6 a task - who gets which task is not in the seed's power: there the means must. The simulated mean is
# that of thousands of seeds, near enough to the true one; the real mean stands with its 95 % interval, which 30 seeds
# leave wide: makespans differ by a fifth from one seed to the next.
#
#   dotnet run -c Release --project src/FruitSalad.Shell -- tests/FruitSalad.Benchmarks/RealAndSimulated.ps1
param(
    [string[]] $Kind = ('static, no lease', 'static', 'master and workers', 'work stealing'),
    [int[]] $Workers = (1, 2, 3),

    # Seeds without crashes, and their time scale; 1: real seconds. 0 seeds: not at all.
    [int] $Calm = 5,
    [double] $CalmTimeScale = 1,

    # The same with crashes.
    [int] $Crashing = 30,
    [double] $CrashingTimeScale = 0.2,
    [int] $Simulated = 3000,

    # How many real salads at once: they mostly wait, but their processes' starts disturb each other.
    [int] $AtOnce = 2
)
$ErrorActionPreference = 'Stop'
$Tolerance = 0.05
$figures = 'Makespan', 'Messages', 'WastedWork', 'Unfinished'
$kinds = @{
    'static, no lease'   = @{ Strategy = 'Static'; LeaseSeconds = 0 }
    'static'             = @{ Strategy = 'Static' }
    'master and workers' = @{ Strategy = 'MasterWorker' }
    'work stealing'      = @{ Strategy = 'WorkStealing' }
}

function Compare-Runs([string] $name, [object[]] $simulated, [object[]] $real, [bool] $each) {
    foreach ($run in $simulated + $real) {
        if ($run.Violations) { throw "$($run.Replay): $($run.Violations)" }
    }

    # Of all of them, served or not: without a lease hardly one is.
    $expected = foreach ($figure in $figures) { [FruitSalad.PS.Estimate]::OfMean([double[]] $simulated.$figure) }
    $found = foreach ($figure in $figures) { [FruitSalad.PS.Estimate]::OfMean([double[]] $real.$figure) }
    $worst = $found[0].Value / $expected[0].Value - 1
    $interval = if (-not $each) { '{0:P1}' -f (($found[0].High - $found[0].Value) / $expected[0].Value) }
    for ($i = 0; $each -and $i -lt $real.Count; $i++) {
        $off = $real[$i].Makespan / $simulated[$i].Makespan - 1
        if (-not $i -or [math]::Abs($off) -gt [math]::Abs($worst)) { $worst = $off }
    }

    $served = @($real | Where-Object EndReason -eq Completed).Count
    $script:off += [math]::Abs($worst) -gt $Tolerance
    $row = for ($i = 0; $i -lt $figures.Count; $i++) { $expected[$i].Value; $found[$i].Value }
    '{0,-36} {1,3}/{2,-3} {3,7:F2} {4,7:F2} {5,7:P1} {6,7} {7,7:F1} {8,7:F1} {9,6:F2} {10,6:F2} {11,6:F2} {12,6:F2}' -f
        (@($name, $served, $real.Count) + $row[0..1] + @($worst, $interval) + $row[2..7])
    for ($i = 0; $i -lt $real.Count; $i++) {
        if ($each -and $real[$i].EndReason -ne $simulated[$i].EndReason) { "  $($real[$i].EndReason): $($real[$i].Replay)" }
    }
}

$off = 0
'{0,-36} {1,7} {2,15} {3,7} {4,7} {5,15} {6,13} {7,13}' -f
    'simulated and real, means', 'served', 'makespan (s)', 'off', '+-', 'messages', 'wasted (s)', 'lost'
foreach ($crash in @($false, $true).Where({ ($Calm, $Crashing)[[int] $_] })) {
    $seeds = 1..($Calm, $Crashing)[[int] $crash]
    $scale = ($CalmTimeScale, $CrashingTimeScale)[[int] $crash]
    foreach ($name in $Kind) {
        foreach ($count in $Workers) {
            $plan = $kinds[$name] + @{ Workers = $count; Seed = $seeds }
            if ($crash) { $plan += @{ CrashProbability = 0.6; Healthy = [math]::Min(1, $count - 1); MaxAttempts = 0 } }
            $real = @(Invoke-SaladExperiment @plan -TimeScale $scale -ThrottleLimit $AtOnce)
            if ($crash) { $plan.Seed = 1..$Simulated }
            $expected = @(Invoke-SaladExperiment @plan -Simulate)
            Compare-Runs ('{0}, {1}{2}' -f $name, $count, $(if ($crash) { ', crashes' })) $expected $real (-not $crash)
        }
    }
}

if ($off) { throw "$off rows are more than 5 % off." }
