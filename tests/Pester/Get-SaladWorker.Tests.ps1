BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Get-SaladWorker' {
    BeforeAll {
        $m = Start-SaladMaster -KeepOpen -Port 0
        $null = $m | Start-SaladWorker -InProcess -Count 2 -Name cook
    }
    AfterAll { $m | Stop-SaladMaster -Force }

    It 'returns the workers of the session' {
        (Get-SaladWorker).Name | Should -Be 'cook-1', 'cook-2'
    }

    It 'takes a name with wildcards' {
        (Get-SaladWorker -Name '*-2').Name | Should -Be 'cook-2'
    }

    It 'returns those of a master' {
        @($m | Get-SaladWorker).Count | Should -Be 2
    }
}
