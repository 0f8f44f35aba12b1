BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Set-SaladChannel' {
    BeforeAll {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.01 -LeaseSeconds 2000 -Seed 1 -WarningAction Ignore
        $c = $m | Start-SaladChannel -Delay 0.1
    }
    AfterAll { $m | Stop-SaladMaster -Force }

    It 'changes what is given, and nothing else' {
        $c | Set-SaladChannel -Loss 0.5
        $c.Plan.ToMaster.Loss | Should -Be 0.5
        $c.Plan.ToMaster.Delay.Least.TotalSeconds | Should -Be 0.1
    }

    It 'cuts and heals' {
        ($c | Set-SaladChannel -Partition -PassThru).IsCut | Should -BeTrue
        ($c | Set-SaladChannel -Heal -PassThru).IsCut | Should -BeFalse
    }
}
