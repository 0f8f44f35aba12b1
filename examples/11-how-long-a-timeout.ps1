# Lesson 11 - how long should the timeout be?
#
# Too short, and a worker that is only slow is taken for dead: its work is done twice (false suspicion). Too long, and
# everybody waits for the fruits of the dead (slow recovery). The rule of chapter 7: at least the longest fruit, plus
# twice the longest delay of the channel - here 4 + 2 x 0.5 = 5 seconds. Three workers and the tutorial's policies; on
# the right they crash with probability 0.2 after each fruit, and are replaced two seconds later.
param(
    # How many salads for each timeout.
    [int] $Salads = 200
)
$ErrorActionPreference = 'Stop'
$experiment = @{
    Simulate = $true; Preset = 'Timeout'; Seed = 1..$Salads; Channel = @{ Delay = @{ Least = 0; Most = 0.5 } }
}

function Get-Mean($runs, [string] $property) {
    $sum = 0.0
    foreach ($run in $runs) { $sum += $run.$property }
    $sum / @($runs).Count
}

'             nobody crashes               |  some crash'
' timeout     suspected   wasted   makespan | makespan'
$at = @{}
$best = $null
foreach ($lease in 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30) {
    $calm = @(Invoke-SaladExperiment @experiment -LeaseSeconds $lease)
    $crashing = @(Invoke-SaladExperiment @experiment -LeaseSeconds $lease -CrashProbability 0.2 -RespawnSeconds 2)
    foreach ($run in $calm + $crashing) {
        if ($run.EndReason -ne 'Completed' -or $run.Violations.Count -gt 0) { throw "It went wrong: $($run.Replay)" }
    }

    # Nobody crashed: whoever lost a fruit was suspected wrongly.
    $row = @{
        Lease = $lease; Suspected = Get-Mean $calm Requeues; Wasted = Get-Mean $calm WastedWork
        Calm = Get-Mean $calm Makespan; Crashing = Get-Mean $crashing Makespan
    }
    '{0,6} s {1,13:F1} {2,6:F1} s {3,8:F1} s | {4,6:F1} s' -f $lease, $row.Suspected, $row.Wasted, $row.Calm, $row.Crashing
    $at[$lease] = $row
    if ($null -eq $best -or $row.Crashing -lt $best.Crashing) { $best = $row }
}

'The shortest timeout that the rule allows is best: {0} s. A second less costs {1:F0} s more, and 30 s cost {2:F0} s more.' -f
    $best.Lease, ($at[4].Crashing - $at[5].Crashing), ($at[30].Crashing - $at[5].Crashing)
if ($at[5].Suspected -ne 0) { throw 'Where the rule is kept, nobody is suspected wrongly.' }
if ($at[4].Suspected -eq 0) { throw 'Where it is not, the living are suspected.' }
if ($best.Lease -ne 5) { throw "The best timeout should be 5 s, not $($best.Lease)." }
