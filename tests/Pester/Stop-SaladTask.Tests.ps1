BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Stop-SaladTask' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'withdraws what nobody has begun' {
        $null = Start-SaladMaster -Port 0 -Task kiwi, pear
        (Get-SaladTask -State Ready | Stop-SaladTask -PassThru).State | Should -Be 'Dead', 'Dead'
        (Wait-Salad -TimeoutSeconds 30).EndReason | Should -Be 'Failed'
    }

    It 'says that what is dead cannot be withdrawn' {
        $null = Start-SaladMaster -Port 0 -Task kiwi, pear
        Stop-SaladTask -Id 0
        { Stop-SaladTask -Id 0 -ErrorAction Stop } | Should -Throw -ErrorId 'TaskIsOver,*'
    }
}
