BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Get-SaladMaster' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'returns the masters of the session in the order of their start' {
        $first = Start-SaladMaster -Port 0 -Name first
        $second = Start-SaladMaster -Port 0 -Name second
        (Get-SaladMaster).Name | Should -Be 'first', 'second'
        (Get-SaladMaster)[0].Port | Should -Be $first.Port
        (Get-SaladMaster)[1].Port | Should -Be $second.Port
    }

    It 'returns all masters of a file, whichever is asked' {
        $file = Join-Path $TestDrive 'salad.db'
        $m = Start-SaladMaster -Path $file -Port 0 -Count 2
        (Get-SaladMaster -Path $file).Port | Sort-Object | Should -Be ($m.Port | Sort-Object)
        ($m[1] | Get-SaladMaster).Port | Sort-Object | Should -Be ($m.Port | Sort-Object)
    }
}
