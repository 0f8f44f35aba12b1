# Three peers without a master, as real processes, one of which is killed (kill -9) in the middle: whoever begins the n-th
# piece of work, where n follows from the seed. Every seed must complete, with every fruit once. Prints one line and fails
# at the first seed that does not.
#
#   dotnet run -c Release --project src/FruitSalad.Shell -- tests/FruitSalad.Benchmarks/StealingSeeds.ps1 -Seeds 100
param(
    [int] $Seeds = 100,

    # 1: real seconds.
    [double] $TimeScale = 0.05
)
$ErrorActionPreference = 'Stop'

$makespans = foreach ($seed in 1..$Seeds) {
    $begun = 0
    $dead = $null
    $served = $null
    $results = @(
        Invoke-Salad FruitSalad -Strategy WorkStealing -TimeScale $TimeScale -Seed $seed -TimeoutSeconds 120 6>&1 | ForEach-Object {
            if ($_ -isnot [System.Management.Automation.InformationRecord]) {
                return $_
            }

            if ("$_" -match '\[W-(\d+)\] .*: preparing' -and ++$begun -eq 1 + $seed % 9) {
                $dead = $Matches[1]
                [System.Diagnostics.Process]::GetProcessById($dead).Kill()
            }
            elseif ("$_" -match 'took ([\d.]+) s') {
                $served = [double] $Matches[1]
            }
        })
    $fruits = [System.Collections.Generic.HashSet[int]]::new([int[]] @($results | ForEach-Object Task))
    if (-not $dead -or -not $served -or $results.Count -ne 11 -or $fruits.Count -ne 11) {
        throw "Seed ${seed}: $($results.Count) results for $($fruits.Count) fruits; killed: $dead; served after $served s."
    }

    $served
}

$sorted = [double[]] @($makespans)
[array]::Sort($sorted)
"{0} of {0} seeds completed though a peer was killed, every fruit once; makespan {1:F1} s [{2:F1}..{3:F1}] at time scale {4}." -f
    $Seeds, $sorted[[int][math]::Floor($sorted.Count / 2)], $sorted[0], $sorted[-1], $TimeScale
