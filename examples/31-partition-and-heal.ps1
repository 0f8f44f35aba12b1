# Lesson 31 - partition and heal.
#
# The channel is cut in the middle of the work: the master hears nothing from cooks who go on cooking, and they nothing
# from it. Their leases run out and their fruits go back on the list. When the channel heals, the cooks come back with
# what they have prepared: the first valid result of each fruit counts, once.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # The order of the fruits follows from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale $TimeScale -Seed $Seed -LeaseSeconds 4 -IdleSeconds 0 -WarningAction Ignore
$channel = $master | Start-SaladChannel
$null = $channel | Start-SaladWorker -Count 2 -CallTimeoutSeconds 1
$here = $null
$events = @($master | Get-SaladEvent -Follow | ForEach-Object {
    $_
    if ($_.Kind -eq 'Accepted' -and -not $channel.IsCut -and -not $here) {
        'The channel is cut.'
        $channel | Set-SaladChannel -Partition
    }

    if ($_.Kind -eq 'Expired' -and -not $here) {
        'A lease has run out: a cook who is not cut off takes over, and the channel heals.'
        $here = $master | Start-SaladWorker
        $channel | Set-SaladChannel -Heal
    }
})
$events
$status = Get-SaladStatus $master
$accepted = @($events | Where-Object { $_.Kind -in 'Accepted', 'LateAccepted' }).Count
$expired = @($events | Where-Object { $_.Kind -eq 'Expired' }).Count
$channel | Stop-SaladChannel
$master | Stop-SaladMaster -Force

'The salad is {0}: {1} fruits, each accepted once; {2} leases had run out behind the cut.' -f $status.EndReason, $accepted, $expired
if ($status.EndReason -ne 'Completed' -or $accepted -ne 11) { throw "Expected 11 fruits, each once: $($status.EndReason), $accepted." }
if ($expired -eq 0) { throw 'No lease ran out behind the cut.' }
