BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Get-SaladChannel' {
    BeforeAll {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.01 -LeaseSeconds 2000 -Seed 1 -WarningAction Ignore
        $c = $m | Start-SaladChannel -Delay 0.1
    }
    AfterAll { $m | Stop-SaladMaster -Force }

    It 'shows the channels of the session' {
        (Get-SaladChannel).Port | Should -Be $c.Port
    }
}
