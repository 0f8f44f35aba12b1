# Lesson 10 - the tutorial's master loses a fruit.
#
# Its master keeps two lists, to do and in progress, and touches each under the lock - but not both under one hold of
# it. Between the two a fruit is on no list: whoever looks then finds that nothing is left, and the salad is served
# without it. With real threads that takes an unlucky moment. Under virtual time every moment is tried: the seed decides
# who is next, a checker watches every step, and what it finds happens again whenever the seed is the same.
param(
    # How many salads to look through.
    [int] $Salads = 2000,

    # How often to repeat the one that went wrong.
    [int] $Replays = 100
)
$ErrorActionPreference = 'Stop'
$experiment = @{ Simulate = $true; Preset = 'Timeout'; Workers = 3 }

# Nobody crashes here: the lists alone are wrong.
$begun = [datetime]::UtcNow
$wrong = :search foreach ($once in 1) {
    Invoke-SaladExperiment @experiment -Mutant Tutorial -Seed (1..$Salads) | ForEach-Object {
        foreach ($violation in $_.Violations) {
            if ($violation.Message -like '*Completed, and that is not so*') { $_; break search }
        }
    }
}
if ($null -eq $wrong) { throw "$Salads salads, and no fruit was lost." }
'Salad {0} was served without a fruit (found after {1:F1} s):' -f $wrong.Seed, ([datetime]::UtcNow - $begun).TotalSeconds
$wrong.Violations[0].ToString()
'It happens again with'
$wrong.Replay

# The same seed, the same salad, event by event.
$first = @(Invoke-SaladExperiment @experiment -Mutant Tutorial -Seed $wrong.Seed -KeepEvents).Events.Line -join "`n"
foreach ($replay in 1..$Replays) {
    $again = Invoke-SaladExperiment @experiment -Mutant Tutorial -Seed $wrong.Seed -KeepEvents
    if (($again.Events.Line -join "`n") -cne $first) { throw "Replay $replay went another way." }
}
"$Replays replays, each the same."

# What does it take? Workers and fruits are taken away as long as it still goes wrong.
$shrunk = (Invoke-SaladExperiment @experiment -Mutant Tutorial -Seed $wrong.Seed -Shrink).Shrunk
$small = & ([scriptblock]::Create("$shrunk -KeepTrace"))
$broken = $small.Trace | Where-Object Action -eq 'Broken'
if ($null -eq $broken) { throw 'The smallest salad should break the promise too.' }
'The smallest salad found that goes wrong:'
$shrunk
'Step by step, up to that moment:'
$small.Trace | Where-Object { $_.Time -le @($broken)[0].Time }

# The real master moves a fruit from list to list in one step.
$right = @(Invoke-SaladExperiment @experiment -Seed (1..$Salads) | Where-Object { $_.Violations.Count -gt 0 -or $_.EndReason -ne 'Completed' })
"The real master, $Salads salads with the same seeds: $($right.Count) went wrong."
if ($right.Count -gt 0) { throw $right[0].Replay }
