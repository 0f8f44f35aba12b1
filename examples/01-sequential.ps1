# Lesson 1 - one cook alone.
#
# A salad is a list of ingredients; preparing one takes its seconds, and the order does not matter. One cook does one
# after the other: eleven fruits, 26 seconds. Everything later is measured against this.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1
)
$ErrorActionPreference = 'Stop'

$clock = [System.Diagnostics.Stopwatch]::StartNew()
$fruits = @(Invoke-Salad -Recipe FruitSaladSequential -Strategy Sequential -TimeScale $TimeScale -InformationAction Continue)
$seconds = $clock.Elapsed.TotalSeconds

"{0} fruits, one after the other: {1:F1} s, for {2:F1} s of work." -f $fruits.Count, $seconds, (26 * $TimeScale)
if ($fruits.Count -ne 11) { throw "Eleven fruits were expected, not $($fruits.Count)." }
if ($seconds -lt 26 * $TimeScale) { throw 'Nobody can be faster alone than the work takes.' }
