# Lesson 22 - ten thousand files.
#
# Real work: the hash of every file of a folder, by four workers that are killed while they are at it, one after the other,
# and replaced. A file whose worker dies is read again by another: more than once perhaps, but its hash is there once, and
# in its place. Everything is compared with hashes that were taken here, one after the other.
param(
    # How many files.
    [int] $Count = 10000,

    # How many workers are killed.
    [int] $Kills = 8,

    # What the files' contents are drawn from.
    [int] $Seed = 1
)
$ErrorActionPreference = 'Stop'

$random = [System.Random]::new($Seed)
$folder = [System.IO.Directory]::CreateTempSubdirectory('salad-').FullName
$master = Start-SaladMaster -KeepOpen -Port 0 -MaxAttempts 0 -WarningAction Ignore
try {
    $files = foreach ($i in 1..$Count) {
        $bytes = [byte[]]::new($random.Next(1, 20000))
        $random.NextBytes($bytes)
        $file = [System.IO.Path]::Combine($folder, "$i.bin")
        [System.IO.File]::WriteAllBytes($file, $bytes)
        $file
    }

    $workers = [System.Collections.Generic.Queue[object]]::new()
    $master | Start-SaladWorker -Count 4 -AllowScript -Prefetch 20 | ForEach-Object { $workers.Enqueue($_) }

    # Each time another part of the hashes is there, the oldest worker is killed, and a new one comes in its place.
    $killed = 0
    $hashes = [System.Collections.Generic.List[string]]::new()
    $files | Invoke-Salad -Master $master {
        [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData([System.IO.File]::ReadAllBytes($_)))
    } | ForEach-Object {
        $hashes.Add($_)
        if ($killed -lt $Kills -and $hashes.Count -ge ($killed + 1) * $Count / ($Kills + 1)) {
            $killed++
            $workers.Dequeue() | Stop-SaladWorker -Force
            $workers.Enqueue(($master | Start-SaladWorker -AllowScript -Prefetch 20))
        }
    }

    $events = @($master | Get-SaladEvent -Kind Lost, Accepted, LateAccepted)
    $again = @($events | Where-Object Kind -EQ Lost).Count
    "$($hashes.Count) files; $killed workers killed; $again files went to another worker."

    for ($i = 0; $i -lt $Count; $i++) {
        $direct = [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData([System.IO.File]::ReadAllBytes($files[$i])))
        if ($hashes[$i] -ne $direct) { throw "$($files[$i]): $($hashes[$i]) instead of $direct." }
    }
    'Every hash is right, once, and in its place.'
    if ($hashes.Count -ne $Count) { throw "$($hashes.Count) hashes instead of $Count." }
    if ($killed -ne $Kills) { throw "Only $killed workers were killed." }
}
finally {
    $master | Stop-SaladMaster -Force
    [System.IO.Directory]::Delete($folder, $true)
}
