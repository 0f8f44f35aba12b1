# Lesson 8 - everyone dies, and the master notices.
#
# A timeout brings the fruits back, but somebody must be left to prepare them. If nobody asks for a while, and no lease
# is alive, the master says so and stops instead of waiting for ever. (All three die in 99.87 % of runs.)
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # Where the workers crash comes from it.
    [long] $Seed = 1,

    # After how many seconds without a sign of life the master gives up, before the time scale.
    [double] $IdleSeconds = 30
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -Preset Timeout -TimeScale $TimeScale -Seed $Seed -IdleSeconds $IdleSeconds
$null = $master | Start-SaladWorker -Count 3 -CrashProbability 0.6
$status = $master | Wait-Salad -TimeoutSeconds 180
$master | Get-SaladEvent

$master | Stop-SaladMaster
'Nobody is left: the master ended the salad ({0}) with {1} of {2} fruits.' -f $status.EndReason, $status.Done, $status.Total
if ($status.EndReason -ne 'Idle') { throw "The master should have noticed; it ended with $($status.EndReason)." }
if ($status.Leased -ne 0) { throw 'No lease may be alive at the end.' }
