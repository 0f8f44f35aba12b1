# Lesson 42 - three masters on a database.
#
# The same as lesson 41, but PostgreSQL keeps the salad: masters and cooks could be on as many machines. Whose turn it is,
# a lock in the database says; what time it is, its clock. Name a database with -Store, or in the variable SALAD_STORE:
# 'Host=...;Database=...', and a password in PGPASSWORD or in the password file.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # The order of the fruits, and which master is left, follow from it.
    [long] $Seed = 1,

    # The database. A schema of its own is made in it.
    [string] $Store = $env:SALAD_STORE
)
$ErrorActionPreference = 'Stop'
if (-not $Store) {
    'No database is named, so there is nothing to show: give -Store ''Host=...;Database=...''.'
    return
}

try {
    $name = "lesson 42 $([guid]::NewGuid())"
    $salad = @{ Recipe = 'FruitSalad'; Store = $Store; Name = $name; TimeScale = $TimeScale; Seed = $Seed; LeaseSeconds = 60; IdleSeconds = 0 }
    $masters = Start-SaladMaster @salad -Process -Count 3 -Port 0
    $cooks = Start-SaladWorker -Master $masters -Count 3
    $last = $masters[$Seed % 3]
    $doomed = @($masters | Where-Object Port -ne $last.Port)
    $last | Get-SaladEvent -Follow | Where-Object Kind -eq 'Accepted' | ForEach-Object -Begin { $accepted = 0 } {
        $_.Line
        if (++$accepted -in 2, 5) {
            $victim, $doomed = $doomed
            $victim | Stop-SaladMaster -Force
            'The master at {0} is killed; {1} serve the salad.' -f $victim, @(Get-SaladMaster -Store $Store -Name $name).Count
        }
    }

    $status = $last | Wait-Salad -TimeoutSeconds 180
    $null = $cooks | Wait-SaladWorker -TimeoutSeconds 60
    $violations = @($last | Test-SaladHistory)
    $results = @($last | Receive-SaladResult)
    $last | Stop-SaladMaster

    'The salad is {0}: {1} fruits, each accepted once, by the same {2} cooks.' -f $status.EndReason, $results.Count, $status.Workers.Count
    if ($status.EndReason -ne 'Completed' -or $results.Count -ne 11) { throw "The salad was not served: $($status.EndReason)." }
    if ($doomed -or $accepted -ne 11 -or $violations) { throw "Accepted $accepted results for 11 fruits. $violations" }
    if (@($cooks | Where-Object State -eq 'Left').Count -ne 3) { throw 'A cook gave up.' }
}
finally {
    Get-SaladMaster | Stop-SaladMaster -Force
}
