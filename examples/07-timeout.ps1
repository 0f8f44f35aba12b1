# Lesson 7 - the remedy: a timeout.
#
# Whoever gives no sign of life within the lease is taken for dead, and its fruit goes back to the list. With the lease
# longer than the longest fruit (4 s) and a channel that delivers, that is right - and the salad is served although two
# of the three workers crash.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # Where the workers crash comes from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -Preset Timeout -TimeScale $TimeScale -Seed $Seed
$null = $master | Start-SaladWorker -Count 2 -CrashProbability 0.6
$null = $master | Start-SaladWorker
$status = $master | Wait-Salad -TimeoutSeconds 180
$master | Get-SaladEvent

$results = @($master | Receive-SaladResult)
$master | Stop-SaladMaster
'The salad is ready: {0} fruits in {1:F1} s, in spite of the crashes.' -f $results.Count, $status.Makespan.TotalSeconds
if ($status.EndReason -ne 'Completed' -or $results.Count -ne 11) { throw "The salad was not served: $($status.EndReason)." }
