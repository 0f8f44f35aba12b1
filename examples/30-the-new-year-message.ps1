# Lesson 30 - the New Year message.
#
# A greeting that arrives in March was not lost, only slow: over a channel without a longest delay nobody can tell a
# slow answer from a dead worker. With a short lease and no renewal the master suspects cooks who live; their results
# come late, and it is the policy that decides what a late result is worth. Nothing is lost, and nothing counts twice.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # What happens to each message follows from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$master = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale $TimeScale -Seed $Seed -LeaseSeconds 5 -NoRenewal `
    -LateResult FirstValid -MaxAttempts 0 -LongPollSeconds 0 -WarningAction Ignore
$channel = $master | Start-SaladChannel -Delay @{ Least = 0.4; Exponent = 1.2 }
$null = $channel | Start-SaladWorker -Count 3
$status = $master | Wait-Salad -TimeoutSeconds 300
$events = @($master | Get-SaladEvent)

$suspected = @($events | Where-Object { $_.Kind -eq 'Expired' }).Count
$accepted = @($events | Where-Object { $_.Kind -in 'Accepted', 'LateAccepted' }).Count
$dead = @($events | Where-Object { $_.Kind -eq 'WorkerLost' }).Count
'{0} messages, none lost. {1} times a cook was suspected; {2} cooks had died.' -f $channel.Messages, $suspected, $dead
'{0} results were accepted, {1} of them late; {2} were dropped, since the fruit was done already.' -f
    $accepted, @($events | Where-Object { $_.Kind -eq 'LateAccepted' }).Count, @($events | Where-Object { $_.Kind -eq 'Dropped' }).Count
$channel | Stop-SaladChannel
$master | Stop-SaladMaster -Force

if ($status.EndReason -ne 'Completed' -or $accepted -ne 11) { throw "Expected 11 fruits, each once: $($status.EndReason), $accepted." }
if ($suspected -eq 0) { throw 'No message was slow enough: try another seed.' }
if ($dead -ne 0) { throw 'A cook died, and none was meant to.' }
