# Lesson 32 - three strategies, with and without a crash.
#
# One cook alone; a list that is cut once, a share for each; a master who hands a fruit to whoever asks; and peers without
# a master, each with a share, who steal from each other when they have nothing left. First all are healthy, then one of
# three dies now and then. A share that was handed over is lost with its cook, unless there is a lease on it - and then
# the whole share is waited for. The master only gives a dead cook's fruit to another. Peers keep their results until the
# end: a dead one's are lost and done again, and the others need a while to agree on that; but there is nobody without
# whom nothing goes on.
param(
    # How many simulated salads of each kind.
    [int] $Salads = 300,

    # Of the real ones at the end; 1: real seconds.
    [double] $TimeScale = 0.1
)
$ErrorActionPreference = 'Stop'

$alone = 0.0
(Get-SaladRecipe FruitSaladSequential).Tasks | ForEach-Object { $alone += $_.Duration.TotalSeconds }
$kinds = [ordered] @{
    'static, no lease' = @{ Strategy = 'Static'; LeaseSeconds = 0 }
    'static'           = @{ Strategy = 'Static' }
    'master and workers' = @{ Strategy = 'MasterWorker' }
    'work stealing'    = @{ Strategy = 'WorkStealing' }
}
'{0,-38} {1,7} {2,9} {3,8} {4,6} {5,6} {6,5}' -f "$Salads salads of each kind, simulated", 'served', 'makespan', 'wasted', 'again', 'lost', 'msgs'
'{0,-38} {1,6:F0}% {2,7:F1} s' -f 'sequential: one cook alone', 100, $alone

$table = @{}
foreach ($crash in 0.0, 0.3) {
    foreach ($kind in $kinds.Keys) {
        $how = $kinds[$kind]
        $sum = @{ Served = 0; Makespan = 0.0; Wasted = 0.0; Again = 0.0; Lost = 0.0; Messages = 0.0 }
        foreach ($run in Invoke-SaladExperiment -Simulate @how -CrashProbability $crash -Healthy 2 -Seed (1..$Salads)) {
            if ($run.Violations) { throw "$kind, seed $($run.Seed): $($run.Violations)" }
            if ($run.EndReason -eq 'Completed') { $sum.Served++ }
            $sum.Makespan += $run.Makespan / $Salads
            $sum.Wasted += $run.WastedWork / $Salads
            $sum.Again += ($run.Executions - 11 + $run.Unfinished) / $Salads
            $sum.Lost += $run.Unfinished / $Salads
            $sum.Messages += $run.Messages / $Salads
        }

        $name = '{0}{1}' -f $kind, $(if ($crash) { ', one may die' })
        $table[$name] = $sum
        '{0,-38} {1,6:F0}% {2,7:F1} s {3,6:F1} s {4,6:F1} {5,6:F1} {6,5:F0}' -f $name, (100 * $sum.Served / $Salads),
            $sum.Makespan, $sum.Wasted, $sum.Again, $sum.Lost, $sum.Messages
    }
}

'For real, with processes:'
foreach ($strategy in 'Static', 'MasterWorker', 'WorkStealing') {
    $results = @(Invoke-Salad FruitSalad -Strategy $strategy -TimeScale $TimeScale -Seed 1)
    $by = @{}
    foreach ($result in $results) { $by[$result.Worker]++ }
    '{0,-12} {1} fruits: {2}' -f $strategy, $results.Count, (@(foreach ($worker in $by.Keys) { "$($by[$worker]) by $worker" }) -join ', ')
    if ($results.Count -ne 11) { throw "$strategy did not serve the salad." }
}

foreach ($kind in $table.Keys) {
    if ($table[$kind].Served -ne $Salads -and $kind -ne 'static, no lease, one may die') { throw "${kind}: each salad is served." }
    if ($table[$kind].Makespan -gt $alone) { throw "${kind}: three are quicker than one." }
}

if ($table['static, no lease, one may die'].Lost -eq 0) { throw 'Without a lease a dead cook''s share is lost.' }
if ($table['static'].Makespan -lt $table['master and workers'].Makespan) { throw 'Who takes the next one is quicker than who has a share.' }
if ($table['work stealing'].Wasted -ne 0) { throw 'Where nobody dies nothing is done twice.' }
if ($table['work stealing, one may die'].Wasted -le $table['master and workers, one may die'].Wasted) { throw 'A dead peer takes its results along.' }
