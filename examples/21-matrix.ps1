# Lesson 21 - a matrix multiplication, distributed.
#
# A product of two matrices falls into blocks that have nothing to do with each other: some rows of the left one times
# some columns of the right one. Each block is a task whose payload holds both; whoever understands its kind - the
# module's workers, worker.py, worker.js - multiplies it. The product is put together here, and checked against a direct
# multiplication.
#
# Distribution is no magic: a block has to be written, carried and read before it is multiplied. Matrices as small as
# these are carried longer than they are multiplied; `matrix` among the benchmarks shows from where on it pays.
param(
    # How many rows and columns each matrix has.
    [int] $Size = 60,

    # Into how many parts rows and columns are cut: the square of it in blocks. Divides the size.
    [int] $Parts = 3,

    # What the numbers are drawn from.
    [int] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$random = [System.Random]::new($Seed)
function New-Matrix { , @(foreach ($i in 1..$Size) { , @(foreach ($j in 1..$Size) { $random.Next(10) }) }) }
$left = New-Matrix
$right = New-Matrix

$step = $Size / $Parts
$cuts = foreach ($part in 0..($Parts - 1)) { , (($part * $step)..(($part + 1) * $step - 1)) }
$tasks = foreach ($down in 0..($Parts - 1)) {
    foreach ($across in 0..($Parts - 1)) {
        $columns = foreach ($row in $right) { , $row[$cuts[$across]] }
        New-SaladTask "$down,$across" -Payload @{ kind = 'matrix-block'; a = $left[$cuts[$down]]; b = $columns }
    }
}
$recipe = $tasks | New-SaladRecipe Product

$seconds = @{}
foreach ($workers in 1, 2) {
    $master = Start-SaladMaster -Recipe $recipe -Port 0 -ExpectWorkers $workers -Seed $Seed
    $null = $master | Start-SaladWorker -Count $workers
    $status = $master | Wait-Salad -TimeoutSeconds 120
    $results = @($master | Receive-SaladResult)
    $master | Stop-SaladMaster
    if ($status.EndReason -ne 'Completed') { throw "The product is not complete: $($status.EndReason)." }
    $seconds[$workers] = $status.Makespan.TotalSeconds
    '{0} blocks, {1} workers: {2:F3} s.' -f $results.Count, $workers, $seconds[$workers]
}
'Two workers are {0:F2} times as fast as one.' -f ($seconds[1] / $seconds[2])

$product = foreach ($i in 1..$Size) { , [object[]]::new($Size) }
foreach ($result in $results) {
    $down, $across = $result.Name -split ',' | ForEach-Object { [int] $_ }
    for ($i = 0; $i -lt $step; $i++) {
        $result.Value[$i].CopyTo($product[$down * $step + $i], $across * $step)
    }
}

for ($i = 0; $i -lt $Size; $i++) {
    $row = $left[$i]
    for ($j = 0; $j -lt $Size; $j++) {
        $sum = 0
        for ($k = 0; $k -lt $Size; $k++) { $sum += $row[$k] * $right[$k][$j] }
        if ($sum -ne $product[$i][$j]) { throw "Row $i, column ${j}: $($product[$i][$j]) instead of $sum." }
    }
}
"All $($Size * $Size) numbers of the product are right."
