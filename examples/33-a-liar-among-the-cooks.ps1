# Lesson 33 - a liar among the cooks.
#
# A cook may fail in a worse way than by crashing: this one goes on, in time, with every sign of health, and says of fruits
# what is not so (a Byzantine failure). Alone at a fruit, it is believed. Where three cooks prepare each fruit
# and two equal answers are needed, it is outvoted and named. What it costs: everything is done three times; and two liars
# who agree among themselves would be believed.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # How likely the liar lies at each fruit.
    [double] $LieProbability = 1,

    # The order of the fruits and when the liar lies follow from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

function Invoke-Kitchen($Replicas, $Quorum) {
    $master = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale $TimeScale -Seed $Seed -ExpectWorkers 4 -Replicas $Replicas -Quorum $Quorum -WarningAction Ignore
    $null = $master | Start-SaladWorker -Name liar -LieProbability $LieProbability -InProcess
    $null = $master | Start-SaladWorker -Name honest -Count 3 -InProcess
    $status = $master | Wait-Salad -TimeoutSeconds 300
    if ($status.EndReason -ne 'Completed') { throw "The salad is not complete: $($status.EndReason)." }
    @{
        Wrong = @($master | Receive-SaladResult | Where-Object { $_.Value -match "wax|cire" }).Count
        Named = @((Get-SaladStatus $master).Workers | Where-Object Disagreed -GT 0)
        Events = @($master | Get-SaladEvent -Kind Disagreed)
    }
    $master | Stop-SaladMaster
}

$believed = Invoke-Kitchen 1 1
"One cook for each fruit: $($believed.Wrong) of 11 fruits are of wax, and nobody knows."
if ($believed.Wrong -eq 0) { throw 'The liar has not lied.' }

$checked = Invoke-Kitchen 3 2
$checked.Events
"Three cooks for each fruit, and two must agree: $($checked.Wrong) of 11 are of wax."
if ($checked.Wrong -gt 0) { throw "A lie was believed: $($checked.Wrong)." }
foreach ($worker in $checked.Named) { "$($worker.Name) was found out $($worker.Disagreed) times." }
if ($checked.Named.Count -ne 1 -or $checked.Named[0].Name -ne 'liar') { throw "Named: $($checked.Named.Name)." }
