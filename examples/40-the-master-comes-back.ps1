# Lesson 40 - the master comes back.
#
# "If the master falls, the system falls": not where its list outlives it. This master keeps the salad in a file, and is
# killed in the middle of the work, as kill -9 does. The cooks keep what they have in hand and look for it. The same line
# again starts a master that knows all of it: the tasks, the leases, the results, and the cooks.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # The order of the fruits follows from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$folder = [System.IO.Directory]::CreateTempSubdirectory('salad-').FullName
$file = [System.IO.Path]::Combine($folder, 'salad.db')
try {
    $salad = @{ Recipe = 'FruitSalad'; Path = $file; TimeScale = $TimeScale; Seed = $Seed; LeaseSeconds = 60; IdleSeconds = 0 }
    $master = Start-SaladMaster @salad -Process -Port 0
    $cooks = $master | Start-SaladWorker -Count 3
    $master | Get-SaladEvent -Follow -ErrorAction SilentlyContinue | Where-Object Kind -eq 'Accepted' | ForEach-Object -Begin { $accepted = 0 } {
        $_.Line
        if (++$accepted -eq 3) {
            "The master, process $($master.ProcessId), is killed."
            $master | Stop-SaladMaster -Force
        }
    }

    $before = (Get-SaladStatus -Path $file).Done
    "Nobody serves the salad; its file knows of $before fruits."
    $master = Start-SaladMaster -Path $file -Process -Port $master.Port
    "A master is there again, process $($master.ProcessId), at the same port."
    $status = $master | Wait-Salad -TimeoutSeconds 180
    $null = $cooks | Wait-SaladWorker -TimeoutSeconds 60
    $violations = @($master | Test-SaladHistory)
    $master | Stop-SaladMaster

    # All masters are gone; the salad can still be read.
    $events = @(Get-SaladEvent -Path $file -Kind Accepted, LateAccepted)
    $results = @(Receive-SaladResult -Path $file)
    'The salad is {0}: {1} fruits, each accepted once, by the same {2} cooks.' -f $status.EndReason, $results.Count, $status.Workers.Count
    if ($status.EndReason -ne 'Completed' -or $results.Count -ne 11) { throw "The salad was not served: $($status.EndReason)." }
    if ($events.Count -ne 11 -or $violations) { throw "Accepted $($events.Count) results for 11 fruits. $violations" }
    if ($before -lt 3) { throw "Three fruits were acknowledged, and the file knows of $before." }
    if (@($cooks | Where-Object State -eq 'Left').Count -ne 3) { throw 'A cook gave up.' }
}
finally {
    Get-SaladMaster | Stop-SaladMaster -Force
    [System.IO.Directory]::Delete($folder, $true)
}
