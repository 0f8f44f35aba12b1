# Lesson 34 - choosing a timeout
#
# Lesson 11 tried timeouts one by one. Here the question is put as an operator has it: these tasks, workers that crash
# now and then, this channel - which lease, should workers renew it, and what about results that come late? Every choice
# is simulated with the same seeds; the answer is tried on other seeds, beside a careless choice.
param(
    # How many salads for each choice.
    [int] $Salads = 200
)
$ErrorActionPreference = 'Stop'
$conditions = @{
    Healthy = 1; CrashProbability = 0.2; RespawnSeconds = 2; MaxAttempts = 0
    Channel = @{ Delay = @{ Least = 0; Most = 0.5 } }; HorizonSeconds = 600
}

$measures = @(Measure-SaladPolicy @conditions -Lease 2, 5, 10, 30 -Salads $Salads)
'lease  renewal  late results    served   makespan    wasted work'
foreach ($one in $measures) {
    '{0,3} s  {1,-7}  {2,-12}  {3,6:P0}  {4,7:F1} s  {5,9:F1} s  {6}' -f $one.LeaseSeconds, $one.Renewal, $one.LateResult,
        $one.Completed.Value, $one.Makespan.Value, $one.WastedWork.Value, $(if ($one.Recommended) { '<- take this' })
}

$best = $measures[0]
$trial = @{ Simulate = $true; Seed = (100001..(100000 + $Salads)) }
$lates = @{ LateResult = $best.LateResult; LeaseSeconds = $best.LeaseSeconds; NoRenewal = -not $best.Renewal }
$chosen = Invoke-SaladExperiment @conditions @trial @lates | Measure-SaladExperiment
$careless = Invoke-SaladExperiment @conditions @trial -LeaseSeconds 2 -NoRenewal -LateResult Discard | Measure-SaladExperiment

''
"On other seeds: $($best.Parameters)"
'serves {0:P0} of the salads, in {1:F1} s on average; -LeaseSeconds 2 -NoRenewal -LateResult Discard serves {2:P0}.' -f
    $chosen.Completed.Value, $chosen.Makespan.Value, $careless.Completed.Value
if ($chosen.Completed.Value -ne 1) { throw 'The choice should serve every salad.' }
if ($careless.Completed.Value -ne 0) { throw 'A lease shorter than the longest fruit, never renewed, cannot finish it.' }
if ($chosen.Makespan.Low -gt $best.Makespan.High) { throw 'The other seeds should tell the same.' }
