# Lesson 12 - a thousand salads.
#
# One run shows that something can happen; a thousand show how often. Three presets, the same thousand seeds, workers
# that crash with probability 0.6 after each fruit. Without a timeout one crash is enough to wait for ever; with one,
# three mortal workers all die before the salad is ready; one healthy worker is enough to serve it each time.
param(
    # How many salads of each kind.
    [int] $Salads = 1000
)
$ErrorActionPreference = 'Stop'
$kinds = @(
    @{ Name = 'chapter 5, three that crash'; Preset = 'Basic'; Healthy = 0 }
    @{ Name = 'chapter 7, three that crash'; Preset = 'Timeout'; Healthy = 0 }
    @{ Name = 'chapter 7, one of them healthy'; Preset = 'Timeout'; Healthy = 1 }
    @{ Name = 'robust, one of them healthy'; Preset = 'Robust'; Healthy = 1 }
)

$served = @{}
foreach ($kind in $kinds) {
    $runs = @(Invoke-SaladExperiment -Simulate -Preset $kind.Preset -Healthy $kind.Healthy -CrashProbability 0.6 `
        -MaxAttempts 0 -Seed (1..$Salads))
    $ends = @{}
    $broken = 0
    $makespan = 0.0
    foreach ($run in $runs) {
        $ends["$($run.EndReason)"]++
        $broken += $run.Violations.Count
        if ($run.EndReason -eq 'Completed') { $makespan += $run.Makespan }
    }

    $served[$kind.Name] = 0 + $ends['Completed']
    '{0,-32} {1}' -f $kind.Name, (@(foreach ($end in 'Completed', 'Idle', 'Stuck') { '{0} {1,5}' -f $end, (0 + $ends[$end]) }) -join '   ')
    if ($ends['Completed']) { '{0,32} {1:F1} s on average' -f '', ($makespan / $ends['Completed']) }
    if ($broken -gt 0) { throw "Promises were broken: $broken" }
}

'One of those that wait for ever, to look at: add -Verbose to tell its events.'
(Invoke-SaladExperiment -Simulate -Preset Basic -CrashProbability 0.6 -Seed 1).Replay

if ($served['chapter 5, three that crash'] -gt $Salads / 100) { throw 'Without a timeout hardly any salad is served.' }
if ($served['chapter 7, three that crash'] -gt $Salads / 100) { throw 'Of mortal workers alone hardly any salad is served.' }
if ($served['chapter 7, one of them healthy'] -ne $Salads) { throw 'With a healthy worker and a timeout each salad is served.' }
if ($served['robust, one of them healthy'] -ne $Salads) { throw 'With a healthy worker and a timeout each salad is served.' }
