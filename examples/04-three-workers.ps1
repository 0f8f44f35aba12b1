# Lesson 4 - a master and three workers.
#
# The master has the list; whoever is free asks it for a fruit, prepares it, hands it in and asks again. Three workers
# - three processes of this machine - need about a third of one cook's 26 seconds: 9, 10 or 11, whatever the shuffle.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # The order of the fruits comes from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -Preset Basic -TimeScale $TimeScale -Seed $Seed -ExpectWorkers 3
$null = $master | Start-SaladWorker -Count 3
$status = $master | Wait-Salad -TimeoutSeconds 120
$master | Get-SaladEvent

$results = @($master | Receive-SaladResult)
$master | Stop-SaladMaster
'The salad is ready: {0} fruits in {1:F2} s; without any overhead this order needs {2:F2} s; start-up included: {3:F2} s.' -f
    $results.Count, $status.Makespan.TotalSeconds, $status.Oracle.TotalSeconds, $status.Elapsed.TotalSeconds

if ($status.EndReason -ne 'Completed' -or $results.Count -ne 11) { throw "The salad was not served: $($status.EndReason)." }
if ($status.Makespan -lt $status.Oracle) { throw 'Nobody is faster than no overhead at all.' }
