# Lesson 5 - everyone crashes, and nobody notices.
#
# A crash failure: a worker does its work correctly until it does nothing at all, for ever. Here each of three workers
# crashes with probability 0.6 after each fruit, before it has handed it in. The master has no timeout: it waits for
# fruits that nobody prepares. One crash is enough, so this happens in 99.996 % of runs (1 - 0.4^11).
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # Where the workers crash comes from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -Preset Basic -TimeScale $TimeScale -Seed $Seed
$workers = @($master | Start-SaladWorker -Count 3 -CrashProbability 0.6)
$null = $workers | Wait-SaladWorker -TimeoutSeconds 120
$master | Get-SaladEvent

$stuck = $null
try { $null = $master | Wait-Salad -TimeoutSeconds (5 * $TimeScale) } catch { $stuck = $_ }
$status = $master | Get-SaladStatus
$master | Stop-SaladMaster -Force

'All workers are dead. Done: {0}. Still "in progress", for ever: {1}. Never handed out: {2}.' -f
    $status.Done, $status.Leased, $status.Ready
if ($null -eq $stuck -or $stuck.FullyQualifiedErrorId -notlike 'SaladWaitTimeout*') { throw 'The master should wait for ever.' }
if ($status.Leased -lt 1) { throw 'A crashed worker should still count as busy.' }
