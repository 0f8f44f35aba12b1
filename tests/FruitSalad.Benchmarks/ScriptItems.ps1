# A parallel for-each by Invoke-Salad beside the engine's own, in the same run: items a second, and the results checked.
# Then the same with a worker killed every second.
#
#   dotnet run -c Release --project src/FruitSalad.Shell -- tests/FruitSalad.Benchmarks/ScriptItems.ps1
#   pwsh tests/FruitSalad.Benchmarks/ScriptItems.ps1
param(
    # How many items.
    [int] $Items = 10000,

    # How often each is measured; the median is reported.
    [int] $Rounds = 3,

    # How many items the engine's own for-each gets: it is slow.
    [int] $EngineItems = 10000
)
$ErrorActionPreference = 'Stop'
if (-not $ExecutionContext.InvokeCommand.GetCommand('Invoke-Salad', 'Cmdlet')) {
    Import-Module "$PSScriptRoot/../../module/FruitSalad.PS"
}

function Measure-Doubling([string] $name, [int] $count, [int] $rounds, [scriptblock] $doubles, [switch] $anyOrder) {
    $seconds = foreach ($round in 1..$rounds) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $results = @(& $doubles $count)
        $watch.Elapsed.TotalSeconds
        if ($anyOrder) {
            [array]::Sort($results)
        }

        $wrong = @(for ($i = 0; $i -lt $count; $i++) { if ($results[$i] -ne 2 * ($i + 1)) { $i } })
        if ($results.Count -ne $count -or $wrong.Count -gt 0) {
            throw "${name}: $($results.Count) results of $count, $($wrong.Count) of them wrong or out of order."
        }
    }

    $sorted = [double[]] @($seconds)
    [array]::Sort($sorted)
    $median = $sorted[[int][math]::Floor($sorted.Count / 2)]
    [System.Console]::WriteLine(('{0,-34} {1,6} items in {2,6:F2} s [{3:F2}..{4:F2}]: {5,6:F0} a second' -f
        $name, $count, $median, $sorted[0], $sorted[-1], ($count / $median)))
    $count / $median
}

function Invoke-Killed([int] $count) {
    # From a runspace of its own: this one is busy with the items.
    $killer = [powershell]::Create().AddScript({
        param([int] $parent)
        $killed = 0
        while ($true) {
            [System.Threading.Thread]::Sleep(1000)
            $children = @([System.Diagnostics.Process]::GetProcesses().Where({ $_.Parent.Id -eq $parent }))
            if ($children.Count -gt 0) {
                $children[$killed++ % $children.Count].Kill()
            }
        }
    }).AddArgument($PID)
    $null = $killer.BeginInvoke()
    try {
        1..$count | Invoke-Salad { $_ * 2 } -Workers 2 -Respawn -MaxAttempts 100
    }
    finally {
        $null = $killer.BeginStop($null, $null)
    }
}

$salad = Measure-Doubling 'Invoke-Salad -Workers 2' $Items $Rounds { 1..$args[0] | Invoke-Salad { $_ * 2 } -Workers 2 }
$null = Measure-Doubling '... with a worker killed a second' $Items $Rounds { Invoke-Killed $args[0] }
$engine = Measure-Doubling 'ForEach-Object -Parallel' $EngineItems $Rounds { 1..$args[0] | ForEach-Object -Parallel { $_ * 2 } -ThrottleLimit 2 } -anyOrder
[System.Console]::WriteLine(('Invoke-Salad does {0:F1} times as many items a second.' -f ($salad / $engine)))
if ($salad -lt 5 * $engine) {
    throw 'It should be five times as many at least.'
}
