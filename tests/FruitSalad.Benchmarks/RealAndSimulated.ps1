# The same salads simulated and for real. Without crashes each seed's makespan should agree within 5 %; with crashes,
# where the seed does not decide who gets what, the means.
param(
    [int] $Calm = 5,
    [double] $CalmTimeScale = 1,
    [int] $Crashing = 30,
    [double] $CrashingTimeScale = 0.2
)
$ErrorActionPreference = 'Stop'

foreach ($workers in 2, 3) {
    for ($seed = 1; $seed -le $Calm; $seed++) {
        $simulated = (Invoke-SaladExperiment -Simulate -Workers $workers -Seed $seed).Makespan
        $real = (Invoke-SaladExperiment -Workers $workers -Seed $seed -TimeScale $CalmTimeScale).Makespan
        '{0} workers, seed {1}: simulated {2:F3} s, real {3:F3} s, {4:P2}' -f $workers, $seed, $simulated, $real, ($real / $simulated - 1)
    }
}

$crash = @{ Healthy = 1; CrashProbability = 0.6; MaxAttempts = 0; Seed = 1..$Crashing }
$simulated = Invoke-SaladExperiment -Simulate @crash -Vary @{ Workers = 2, 3 } | Measure-SaladExperiment
$real = Invoke-SaladExperiment @crash -Vary @{ Workers = 2, 3 } -TimeScale $CrashingTimeScale | Measure-SaladExperiment
foreach ($i in 0, 1) {
    foreach ($what in 'Makespan', 'WastedWork', 'Executions', 'Messages') {
        '{0}, {1} seeds, {2}: simulated {3}, real {4}, {5:P1}' -f $simulated[$i].Case, $Crashing, $what, $simulated[$i].$what,
            $real[$i].$what, ($real[$i].$what.Value / $simulated[$i].$what.Value - 1)
    }
}
