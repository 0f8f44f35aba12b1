BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Restart-SaladTask' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'gives dead tasks new attempts' {
        $m = Start-SaladMaster -Port 0 -Task kiwi -MaxAttempts 1 -DisconnectGraceSeconds 0
        $null = $m | Start-SaladWorker -InProcess -CrashProbability 1
        (Wait-Salad -TimeoutSeconds 30).EndReason | Should -Be 'Failed'
        (Get-SaladTask -State Dead | Restart-SaladTask -PassThru).State | Should -Be 'Ready'
    }

    It 'leaves others alone' {
        $null = Start-SaladMaster -Port 0
        { Restart-SaladTask -Id 1 -ErrorAction Stop } | Should -Throw -ErrorId 'TaskNotDead,*'
    }
}
