# Lesson 6 - one healthy worker is not enough.
#
# Two workers crash, the third never does. One crash does not disturb the others: the healthy worker empties the list
# and goes home. The salad is still never served: what the dead workers held stays with them.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # Where the workers crash comes from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -Preset Basic -TimeScale $TimeScale -Seed $Seed
$mortal = @($master | Start-SaladWorker -Count 2 -CrashProbability 0.6)
$healthy = @($master | Start-SaladWorker)
$null = $mortal + $healthy | Wait-SaladWorker -TimeoutSeconds 120
$master | Get-SaladEvent

$status = $master | Get-SaladStatus
$master | Stop-SaladMaster -Force
'The list is drained (ready: {0}), {1} fruits are done, and {2} will never come back.' -f $status.Ready, $status.Done, $status.Leased
if ($status.Ready -ne 0) { throw 'The healthy worker should have emptied the list.' }
if ($status.Leased -lt 1 -or $status.EndReason -ne 'None') { throw 'The salad should never be served.' }
