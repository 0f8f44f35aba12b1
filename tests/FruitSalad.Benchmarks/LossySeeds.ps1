# Salads through a channel that loses a tenth of all messages, doubles a twentieth and delays each by up to 3 s: simulated
# ones by the thousand, and real processes at a small time scale. Each must be served, with nothing accepted twice.
param(
    [int] $Simulated = 10000,
    [int] $Real = 100,
    [double] $TimeScale = 0.05,
    [int] $First = 1
)
$ErrorActionPreference = 'Stop'

# Real clocks: what is scaled must stay above the machine's own pauses, so nobody is presumed dead or gone for a pause.
$plan = @{
    Channel = @{ Delay = @{ Least = 0; Most = 3 }; Loss = 0.1; Duplicate = 0.05 }
    LeaseSeconds = 60; MaxAttempts = 0; IdleSeconds = 0; LongPollSeconds = 5
}

function Test-Served($runs, [string] $kind) {
    $runs = @($runs)
    $bad = @($runs | Where-Object { $_.EndReason -ne 'Completed' -or $_.Unfinished -ne 0 -or $_.Violations.Count -ne 0 })
    $summary = $runs | Measure-SaladExperiment
    "${kind}: $($runs.Count - $bad.Count) of $($runs.Count) served, nothing accepted twice; makespan $($summary.Makespan) s, requeues $($summary.Requeues)"
    foreach ($run in $bad) { "  $($run.EndReason) $($run.Violations): $($run.Replay)" }
    $script:failed += $bad.Count
}

$failed = 0
if ($Simulated) { Test-Served (Invoke-SaladExperiment @plan -Simulate -Seed ($First..($First + $Simulated - 1))) Simulated }
if ($Real) { Test-Served (Invoke-SaladExperiment @plan -TimeScale $TimeScale -Seed ($First..($First + $Real - 1))) Real }
if ($failed) { exit 1 }
