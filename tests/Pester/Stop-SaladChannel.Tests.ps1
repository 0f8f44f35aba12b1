BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Stop-SaladChannel' {
    BeforeAll {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.01 -LeaseSeconds 2000 -Seed 1 -WarningAction Ignore
        $c = $m | Start-SaladChannel -Delay 0.1
    }
    AfterAll { $m | Stop-SaladMaster -Force }

    It 'ends a channel' {
        $c | Stop-SaladChannel -WhatIf
        @(Get-SaladChannel).Count | Should -Be 1
        $c | Stop-SaladChannel
        Get-SaladChannel | Should -BeNullOrEmpty
    }
}
