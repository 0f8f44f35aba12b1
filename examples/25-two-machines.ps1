# Lesson 25 - two machines.
#
# A worker on another machine needs the join file that the master wrote, and nothing else: the address, the workers'
# secret, and the fingerprint of the master's certificate. The connection is TLS; the secret never crosses it; and the
# master is believed because it proves that it knows the secret too. The certificate is made here, on the fly: no
# authority has to know it, since the join file does.
#
# Where this user may make network namespaces (root on Linux), the worker lives in one of its own: it has another network,
# with one wire to the master's. Elsewhere the two meet at 127.0.0.2, an address that only stands for another machine.
param(
    # 1: real seconds. Smaller: a faster lesson.
    [double] $TimeScale = 1,

    # The order of the fruits comes from it.
    [long] $Seed = 1
)
$ErrorActionPreference = 'Stop'

function Invoke-Program([string] $Program, [string[]] $Arguments) {
    $start = [System.Diagnostics.ProcessStartInfo]::new($Program, $Arguments)
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    try { $process = [System.Diagnostics.Process]::Start($start) } catch { return $false }
    $process.WaitForExit()
    $process.ExitCode -eq 0
}

# The other machine: a network of its own, and a wire to it. The names hold this process's number, so that two runs of
# this lesson do not meet.
$machine = "salad-$PID"
$near, $far = "salad$($PID % 100000)a", "salad$($PID % 100000)b"
$subnet = '10.{0}.{1}' -f (128 + $PID % 100), ($PID / 100 % 200 -as [int])
$wires = @(
    "netns add $machine"
    "link add $near type veth peer name $far netns $machine"
    "address add $subnet.1/24 dev $near"
    "link set $near up"
    "-n $machine address add $subnet.2/24 dev $far"
    "-n $machine link set $far up"
)
$apart = $true
foreach ($wire in $wires) { $apart = $apart -and (Invoke-Program ip (-split $wire)) }
$address = if ($apart) { "$subnet.1" } else { '127.0.0.2' }

$folder = [System.IO.Directory]::CreateTempSubdirectory('salad').FullName
$join = [System.IO.Path]::Combine($folder, 'salad.join')
$master = $worker = $null
try {
    $key = [System.Security.Cryptography.ECDsa]::Create([System.Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=salad', $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
    $certificate = $request.CreateSelfSigned([System.DateTimeOffset]::UtcNow.AddHours(-1), [System.DateTimeOffset]::UtcNow.AddHours(1))

    $master = Start-SaladMaster -Recipe FruitSalad -Address $address -Port 0 -Certificate $certificate -JoinFile $join -TimeScale $TimeScale -Seed $Seed -WarningAction Ignore
    'The master listens at {0}:{1}; {2}.' -f $master.Address, $master.Port, $(
        if ($apart) { "the worker is in the network namespace $machine" } else { 'both are on this machine' })

    # What somebody would type there, in salad or in pwsh.
    $typed = "Import-Module '$((Get-Module FruitSalad.PS).Path)'; Connect-SaladMaster -JoinFile '$join' | Invoke-SaladWorker -Name kitchen-2"
    $words = @([System.Environment]::ProcessPath; '-NoProfile'; '-NonInteractive'; '-Command'; $typed)
    if ($apart) { $words = @('ip'; 'netns'; 'exec'; $machine) + $words }
    $start = [System.Diagnostics.ProcessStartInfo]::new($words[0], [string[]] $words[1..($words.Length - 1)])
    $start.RedirectStandardOutput = $true
    $worker = [System.Diagnostics.Process]::Start($start)

    $said = $worker.StandardOutput.ReadToEndAsync()
    $status = $master | Wait-Salad -TimeoutSeconds 180
    $results = @($master | Receive-SaladResult)
    if (-not $worker.WaitForExit(60000)) { throw 'The worker should have left.' }
    $said.Result
    '{0} fruits came back from {1}, through TLS, in {2:F1} s.' -f $results.Count, $results[0].Worker, $status.Makespan.TotalSeconds

    if ($status.EndReason -ne 'Completed' -or $results.Count -ne 11) { throw "The salad was not served: $($status.EndReason)." }
    if ($results | Where-Object Worker -ne 'kitchen-2') { throw 'Somebody else has worked.' }
    if ($worker.ExitCode -ne 0) { throw "The worker left with $($worker.ExitCode)." }
    if (-not [System.IO.File]::ReadAllText($join).Contains($certificate.GetCertHashString('SHA256'))) { throw 'The join file should name the certificate.' }
}
finally {
    if ($worker -and -not $worker.HasExited) { $worker.Kill($true) }
    if ($master) { $master | Stop-SaladMaster -Force }
    [System.IO.Directory]::Delete($folder, $true)
    $null = Invoke-Program ip ('netns', 'delete', $machine)
}
