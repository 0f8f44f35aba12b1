BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Get-SaladStatus' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'shows every master of the session' {
        1..2 | ForEach-Object { $null = Start-SaladMaster -Port 0 }
        @(Get-SaladStatus).Count | Should -Be 2
    }

    It 'takes a port' {
        $m = Start-SaladMaster -Port 0
        (Get-SaladStatus $m.Port).Total | Should -Be 11
    }

    It 'is a table of six columns' {
        $m = Start-SaladMaster -Port 0 -Name glance
        ($m | Get-SaladStatus | Out-String) | Should -Match 'glance\s+Waiting\s+0/11\s+0\s+0\s+0[.,]00 s'
    }

    It 'says that nobody is there' {
        Get-SaladStatus 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'MasterNotFound,*'
    }
}
