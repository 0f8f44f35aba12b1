# Lesson 32 - three strategies, with and without a crash.
#
# One cook alone; a master who hands a fruit to whoever asks; and peers without a master, each with a share of the fruits,
# who steal from each other when they have nothing left. First all healthy, then one of three dies now and then in the
# middle. The master only gives a dead worker's fruit to another. Peers keep their results until the end: a dead one's are
# lost, and done again, and the others need a while to agree on that. So stealing costs more where somebody dies, and has
# nobody without whom nothing goes on.
param(
    # How many simulated salads of each kind.
    [int] $Salads = 300,

    # Of the real ones at the end; 1: real seconds.
    [double] $TimeScale = 0.1
)
$ErrorActionPreference = 'Stop'

$alone = 0.0
(Get-SaladRecipe FruitSaladSequential).Tasks | ForEach-Object { $alone += $_.Duration.TotalSeconds }
'{0,-34} {1,9} {2,9} {3,7} {4,7} {5,6}' -f "$Salads salads of each kind, simulated", 'served', 'makespan', 'wasted', 'again', 'msgs'
'{0,-34} {1,8}% {2,7:F1} s' -f 'sequential: one cook alone', 100, $alone

$table = @{}
foreach ($crash in 0.0, 0.3) {
    foreach ($strategy in 'MasterWorker', 'WorkStealing') {
        $sum = @{ Served = 0; Makespan = 0.0; Wasted = 0.0; Again = 0; Messages = 0 }
        foreach ($run in Invoke-SaladExperiment -Simulate -Strategy $strategy -CrashProbability $crash -Healthy 2 -Seed (1..$Salads)) {
            if ($run.Violations) { throw "Seed $($run.Seed): $($run.Violations)" }
            if ($run.EndReason -eq 'Completed') { $sum.Served++ }
            $sum.Makespan += $run.Makespan / $Salads
            $sum.Wasted += $run.WastedWork / $Salads
            $sum.Again += ($run.Executions - 11) / $Salads
            $sum.Messages += $run.Messages / $Salads
        }

        $table["$strategy $crash"] = $sum
        $name = '{0}{1}' -f $strategy, $(if ($crash) { ', one of three dies' })
        '{0,-34} {1,8:F0}% {2,7:F1} s {3,5:F1} s {4,7:F1} {5,6:F0}' -f $name, (100 * $sum.Served / $Salads), $sum.Makespan, $sum.Wasted, $sum.Again, $sum.Messages
    }
}

'For real, with processes:'
foreach ($strategy in 'MasterWorker', 'WorkStealing') {
    $results = @(Invoke-Salad FruitSalad -Strategy $strategy -TimeScale $TimeScale -Seed 1)
    $by = @{}
    foreach ($result in $results) { $by[$result.Worker]++ }
    '{0,-34} {1} fruits: {2}' -f $strategy, $results.Count, (@(foreach ($worker in $by.Keys) { "$($by[$worker]) by $worker" }) -join ', ')
    if ($results.Count -ne 11) { throw "$strategy did not serve the salad." }
}

foreach ($kind in $table.Keys) {
    if ($table[$kind].Served -ne $Salads) { throw "${kind}: with two healthy ones each salad is served." }
    if ($table[$kind].Makespan -gt $alone) { throw "${kind}: three are quicker than one." }
}

if ($table['WorkStealing 0'].Wasted -ne 0) { throw 'Where nobody dies nothing is done twice.' }
if ($table['WorkStealing 0.3'].Wasted -le $table['MasterWorker 0.3'].Wasted) { throw 'A dead peer takes its results along.' }
