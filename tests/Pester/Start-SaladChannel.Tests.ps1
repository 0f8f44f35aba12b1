BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Start-SaladChannel' {
    BeforeAll {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.01 -LeaseSeconds 2000 -Seed 1 -WarningAction Ignore
        $c = $m | Start-SaladChannel -Delay 0.1
    }
    AfterAll { $m | Stop-SaladMaster -Force }

    It 'carries the messages of a salad' {
        $null = $c | Start-SaladWorker -InProcess -Count 3
        ($m | Wait-Salad -TimeoutSeconds 30).EndReason | Should -Be 'Completed'
        $c.Messages | Should -BeGreaterThan 22
    }

    It 'refuses what no channel can do' {
        { $m | Start-SaladChannel -Delay often } | Should -Throw -ErrorId 'ChannelUnfit,*'
    }
}
