# Lesson 9 - the robust preset.
#
# A closed connection is a hint that is followed at once when the process is known to be dead; leases are renewed, so
# that they may be short without suspecting the living; the first valid result counts, once; a fruit that kills every
# worker is put aside after five attempts. The same two crashing workers - replaced when they die - hardly cost time now.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # Where the workers crash comes from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -Preset Robust -TimeScale $TimeScale -Seed $Seed -MaxAttempts 0
$null = $master | Start-SaladWorker -Count 2 -CrashProbability 0.6 -Respawn
$null = $master | Start-SaladWorker
$status = $master | Wait-Salad -TimeoutSeconds 180
$events = @($master | Get-SaladEvent)
$events

$results = @($master | Receive-SaladResult)
$master | Stop-SaladMaster
$accepted = @($events | Where-Object { $_.Kind -in 'Accepted', 'LateAccepted' })
'The salad is ready: {0} fruits in {1:F1} s, each accepted exactly once.' -f $results.Count, $status.Makespan.TotalSeconds
if ($status.EndReason -ne 'Completed' -or $results.Count -ne 11) { throw "The salad was not served: $($status.EndReason)." }
if ($accepted.Count -ne 11) { throw "Accepted $($accepted.Count) results for 11 fruits." }
