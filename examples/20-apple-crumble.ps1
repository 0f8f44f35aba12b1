# Lesson 20 - an apple crumble: the order matters.
#
# The dough is made and the apples are cut before the apples are spread on it; then flour mixed with butter is sprinkled
# over them. A task that depends on others is handed out when their results are accepted, and not before - whoever
# crashes. More workers help as long as there is something to do at the same time: 19 s of work, 8 s of which must be
# done one after the other.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # Where the workers crash comes from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$recipe = Get-SaladRecipe AppleCrumble
$recipe.Tasks | ForEach-Object { '{0}. {1}, {2} s{3}' -f $_.Id, $_.Name, $_.Duration.TotalSeconds, $(if ($_.DependsOn) { ", after $($_.DependsOn -join ', ')" }) }

'Two workers that crash, and are replaced, and a healthy one:'
$master = Start-SaladMaster -Recipe $recipe -Port 0 -TimeScale $TimeScale -Seed $Seed -MaxAttempts 0 -WarningAction Ignore
$null = $master | Start-SaladWorker -Count 2 -CrashProbability 0.5 -Respawn
$null = $master | Start-SaladWorker
$status = $master | Wait-Salad -TimeoutSeconds 180
$events = @($master | Get-SaladEvent)
$events
$master | Stop-SaladMaster
if ($status.EndReason -ne 'Completed') { throw "The crumble was not served: $($status.EndReason)." }

$accepted = @{}
foreach ($event in $events) {
    if ($event.Kind -in 'Accepted', 'LateAccepted') { $accepted[$event.Task] = $true }
    if ($event.Kind -eq 'Granted') {
        foreach ($part in $recipe.Tasks[$event.Task].DependsOn) {
            if (-not $accepted[$part]) { throw "Task $($event.Task) was handed out before its part $part." }
        }
    }
}
'No step was handed out before its parts were accepted.'

'Without crashes:'
foreach ($workers in 1, 2, 4) {
    $master = Start-SaladMaster -Recipe $recipe -Port 0 -TimeScale $TimeScale -ExpectWorkers $workers -WarningAction Ignore
    $null = $master | Start-SaladWorker -Count $workers
    $status = $master | Wait-Salad -TimeoutSeconds 180
    $master | Stop-SaladMaster
    '{0} workers: {1:F2} s; without any overhead {2:F2} s.' -f $workers, $status.Makespan.TotalSeconds, $status.Oracle.TotalSeconds
    if ($status.EndReason -ne 'Completed') { throw "The crumble was not served: $($status.EndReason)." }
    if ($status.Makespan.TotalSeconds -lt 8 * $TimeScale) { throw 'Nobody is faster than the longest chain of steps.' }
}

'A recipe in which tasks wait for each other is refused before anything starts:'
try {
    (New-SaladTask hen 1 -DependsOn egg), (New-SaladTask egg 1 -DependsOn hen) | New-SaladRecipe Breakfast
    throw 'It should have been refused.'
}
catch {
    if ($_.FullyQualifiedErrorId -notlike 'RecipeCycle*') { throw }
    "$_"
}
