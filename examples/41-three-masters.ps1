# Lesson 41 - three masters, kill any.
#
# Three masters serve one salad, which a file keeps. None of them leads, and none knows more than the others: all that they
# must agree upon is whose turn at the file it is. Two are killed, one after the other; the cooks go on with the next that
# answers, keep what they have in hand, and bring their results there.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # The order of the fruits, and which master is left, follow from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$folder = [System.IO.Directory]::CreateTempSubdirectory('salad-').FullName
$file = [System.IO.Path]::Combine($folder, 'salad.db')
try {
    $salad = @{ Recipe = 'FruitSalad'; Path = $file; TimeScale = $TimeScale; Seed = $Seed; LeaseSeconds = 60; IdleSeconds = 0 }
    $masters = Start-SaladMaster @salad -Process -Count 3 -Port 0
    $cooks = Start-SaladWorker -Master $masters -Count 3
    $last = $masters[$Seed % 3]
    $doomed = @($masters | Where-Object Port -ne $last.Port)
    $last | Get-SaladEvent -Follow | Where-Object Kind -eq 'Accepted' | ForEach-Object -Begin { $accepted = 0 } {
        $_.Line
        if (++$accepted -in 2, 5) {
            $victim, $doomed = $doomed
            $victim | Stop-SaladMaster -Force
            'The master at {0} is killed; {1} serve the salad.' -f $victim, @(Get-SaladMaster -Path $file).Count
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
    [System.IO.Directory]::Delete($folder, $true)
}
