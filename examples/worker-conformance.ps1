# Is that a worker? Runs any program that calls itself one in every situation that it will meet, and says for each
# whether it did what the wire asks of it (Get-Help about_FruitSalad_Wire):
#
#     salad examples/worker-conformance.ps1 -Command 'python3 examples/worker.py {join}'
#
# Most situations are made with real masters. Those that a healthy master on a healthy network never makes - an answer
# that is lost on the way, a stranger on a dead master's port - are played by ScriptedMaster.ps1.
param(
    # How the worker is started; {join} stands for the join file. Words are parted by spaces.
    [Parameter(Mandatory)] [string] $Command,

    # Only the situations whose names are like this.
    [string] $Only = '*',

    # After how many seconds a situation counts as failed.
    [double] $TimeoutSeconds = 60
)
$ErrorActionPreference = 'Stop'
. ([System.IO.Path]::Combine($PSScriptRoot, 'ScriptedMaster.ps1'))

$patience = [int] ($TimeoutSeconds * 1000)
$folder = [System.IO.Directory]::CreateTempSubdirectory('salad').FullName
$join = [System.IO.Path]::Combine($folder, 'salad.join')
$outcomes = [System.Collections.Generic.List[bool]]::new()

function Start-Worker {
    $words = -split $Command.Replace('{join}', $join)
    $start = [System.Diagnostics.ProcessStartInfo]::new($words[0])
    foreach ($word in $words[1..($words.Length - 1)]) { $start.ArgumentList.Add($word) }
    $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $worker = [System.Diagnostics.Process]::Start($start)
    $null = $worker.StandardOutput.BaseStream.CopyToAsync([System.IO.Stream]::Null)
    $null = $worker.StandardError.BaseStream.CopyToAsync([System.IO.Stream]::Null)
    $worker
}

function Assert-That([bool] $Holds, [string] $Otherwise) {
    if (-not $Holds) { throw $Otherwise }
}

function Assert-Left($Worker) {
    Assert-That $Worker.WaitForExit($patience) 'it should have left, and is still there.'
    Assert-That ($Worker.ExitCode -eq 0) "it should leave with exit code 0, not $($Worker.ExitCode)."
}

function Wait-Event($Master, [string] $Kind) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($clock.ElapsedMilliseconds -lt $patience) {
        if ($Master | Get-SaladEvent | Where-Object Kind -eq $Kind) { return }
        try { $null = $Master | Wait-Salad -TimeoutSeconds 0.1 } catch { }
    }
    throw "the master should have written $Kind."
}

# A situation: a master, a worker that knows it, what happens, and the worker's leaving in the end.
function Test-Situation([string] $Name, $Master, [scriptblock] $Happens, [switch] $Stays) {
    if ($Name -notlike $Only) { return }
    $m = $worker = $null
    try {
        $m = if ($Master -is [hashtable]) { Start-SaladMaster @Master -Port 0 -JoinFile $join } else { [ScriptedMaster]::new($join, $patience) }
        $worker = Start-Worker
        & $Happens $m
        if (-not $Stays) { Assert-Left $worker }
        $outcomes.Add($true)
        "pass  $Name"
    }
    catch {
        $outcomes.Add($false)
        "FAIL  ${Name}: $_"
    }
    finally {
        if ($worker -and -not $worker.HasExited) { $worker.Kill($true) }
        if ($m -is [ScriptedMaster]) { $m.Close() } elseif ($m) { $m | Stop-SaladMaster -Force }
    }
}

Test-Situation 'makes a salad' @{ Recipe = 'FruitSalad'; TimeScale = 0.05 } {
    param($m)
    $status = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    Assert-That ($status.Done -eq 11) "it made $($status.Done) of 11 fruits."
}

Test-Situation 'does five hundred small tasks, each once' @{ Task = 1..500 | ForEach-Object { "fruit $_" } } {
    param($m)
    $null = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    $others = @($m | Get-SaladTask | Where-Object { $_.State -ne 'Done' -or $_.Attempt -ne 1 })
    Assert-That ($others.Count -eq 0) "$($others.Count) tasks were not done at the first attempt."
}

foreach ($preset in 'Robust', 'Timeout') {
    Test-Situation "waits for a task that comes later ($preset)" @{ KeepOpen = $true; Preset = $preset; PollSeconds = 0.2 } {
        param($m)
        Wait-Event $m WorkerJoined
        Add-SaladTask $m -Name 'late' -Seconds 0.1
        Complete-Salad $m
        $status = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
        Assert-That ($status.EndReason -eq 'Completed') "the salad ended $($status.EndReason)."
    }
}

Test-Situation 'leaves when the list is drained' @{ Task = 'one', 'two'; Preset = 'Basic' } {
    param($m)
    $status = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    Assert-That ($status.Done -eq 2) 'it left work undone.'
}

$peach = "pêche 🍑 `"a`" \ `t"
Test-Situation 'reads and writes any text' @{ Task = , $peach } {
    param($m)
    $null = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    $value = ($m | Receive-SaladResult).Value
    Assert-That ("$value".Contains($peach)) "it made '$value' of '$peach'."
}

Test-Situation 'renews a lease that is shorter than the work' @{ Task = , @{ Name = 'long'; Seconds = 6 }; LeaseSeconds = 3 } {
    param($m)
    $null = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    $task = $m | Get-SaladTask
    Assert-That ($task.State -eq 'Done' -and $task.Attempt -eq 1) "attempt $($task.Attempt) ended $($task.State)."
}

$stuck = @{ Task = @{ Name = 'stuck'; Seconds = 600 }, 'short'; LeaseSeconds = 3; RunLimitSeconds = 3; MaxAttempts = 1 }
Test-Situation 'stops, and goes on, when its lease is lost' $stuck {
    param($m)
    $status = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    Assert-That ($status.Dead -eq 1 -and $status.Done -eq 1) "dead: $($status.Dead), done: $($status.Done)."
}

$odd = @{ Task = @{ Name = 'odd'; Payload = @{ kind = 'no-such-kind' } }, 'short'; MaxAttempts = 1 }
Test-Situation 'says what failed, and goes on' $odd {
    param($m)
    $status = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    Assert-That ($status.Dead -eq 1 -and $status.Done -eq 1) "dead: $($status.Dead), done: $($status.Done)."
    Assert-That (($m | Get-SaladTask -State Dead).Error -like '*no-such-kind*') 'its error does not name the kind.'
}

$block = @{ kind = 'matrix-block'; a = (1, 2), (3, 4); b = (5, 6), (7, 8) }
Test-Situation 'multiplies blocks of matrices' @{ Task = , @{ Name = 'block'; Payload = $block } } {
    param($m)
    $null = $m | Wait-Salad -TimeoutSeconds $TimeoutSeconds
    $product = ($m | Receive-SaladResult).Value | ForEach-Object { $_ }
    Assert-That ("$product" -eq '19 22 43 50') "the product is $product."
}

Test-Situation 'finishes its task when it is sent home' @{ Task = @{ Name = 'long'; Seconds = 2 }, 'left over'; LeaseSeconds = 3 } {
    param($m)
    Wait-Event $m Granted
    $m | Get-SaladWorker | Stop-SaladWorker
    $null = $worker.WaitForExit($patience)
    $states = $m | Get-SaladTask | ForEach-Object State
    Assert-That ("$states" -eq 'Done Ready') "the two tasks are $states."
}

Test-Situation 'leaves when the salad is stopped' @{ Task = @{ Name = 'long'; Seconds = 2 }, 'left over' } {
    param($m)
    Wait-Event $m Granted
    $m | Stop-SaladMaster
}

$task = '{"kind":"assigned","tasks":[{"task":7,"attempt":3,"name":"pomme","duration_ms":10}]}'
$done = '{"kind":"done","reason":"completed"}'

Test-Situation 'asks again, with the same number, when the answer is lost' Scripted {
    param($m)
    $m.Greet()
    $first = $m.Expect('give_task')
    $m.Break()
    $m.Greet()
    $second = $m.Expect('give_task')
    $numbers = $first, $second | ForEach-Object { $_['params']['request'].ToString() }
    Assert-That ($numbers[0] -eq $numbers[1]) "the number of its question became $($numbers[1]) from $($numbers[0])."
    $m.Reply($second, $done)
    $m.Reply($m.Expect('goodbye'), 'null')
}

Test-Situation 'hands a result in again when the reply is lost' Scripted {
    param($m)
    $m.Greet()
    $m.Reply($m.Expect('give_task'), $task)
    $first = $m.Expect('receive_result')
    $m.Break()
    $m.Greet()
    $second = $m.Expect('receive_result')
    $results = $first, $second | ForEach-Object { $_['params']['results'].ToJsonString() }
    Assert-That ($results[0] -eq $results[1]) "it handed in $($results[1]) after $($results[0])."
    Assert-That ($results[0] -match '"task":7,"attempt":3') "it handed in $($results[0]) for attempt 3 of task 7."
    $m.Reply($second, '{"verdicts":["already_accepted"],"next":' + $done + '}')
    $m.Reply($m.Expect('goodbye'), 'null')
}

Test-Situation 'finds its master again after that was away' Scripted {
    param($m)
    $m.Greet()
    $null = $m.Expect('give_task')
    $m.Restart()
    $m.Greet()
    $m.Reply($m.Expect('give_task'), $task)
    $m.Reply($m.Expect('receive_result'), '{"verdicts":["accepted"],"next":{"kind":"wait","retry_after_ms":0}}')
    $m.Reply($m.Expect('give_task'), $done)
    $m.Reply($m.Expect('goodbye'), 'null')
}

foreach ($reason in 'completed', 'failed', 'idle', 'stopped', 'drained') {
    Test-Situation "leaves when it is told to: $reason" Scripted {
        param($m)
        $m.Greet()
        $m.Reply($m.Expect('give_task'), ('{"kind":"done","reason":"' + $reason + '"}'))
        $m.Reply($m.Expect('goodbye'), 'null')
    }
}

Test-Situation 'tells a false master nothing' Scripted -Stays {
    param($m)
    $m.Accept()
    $wrong = '{"nonce":"AAAAAAAAAAAAAAAAAAAAAA==","proof":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}'
    $m.Reply($m.Expect('hello'), $wrong)
    Assert-That ($null -eq $m.Expect('nothing')) 'it went on talking.'
}

[System.IO.Directory]::Delete($folder, $true)
$failures = @($outcomes | Where-Object { -not $_ }).Count
"$($outcomes.Count - $failures) of $($outcomes.Count) situations passed."
if ($failures -gt 0 -or $outcomes.Count -eq 0) { exit 1 }
