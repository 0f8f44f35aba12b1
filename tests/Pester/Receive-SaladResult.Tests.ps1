BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Receive-SaladResult' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'streams every result once, and consumes none' {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.02 -WarningAction Ignore
        $null = $m | Start-SaladWorker -InProcess -Count 2
        @($m | Receive-SaladResult -Wait).Task | Sort-Object | Should -Be (0..10)
        @($m | Receive-SaladResult).Count | Should -Be 11
    }

    It 'reads a file whose masters are gone' {
        $file = Join-Path $TestDrive 'salad.db'
        $m = Start-SaladMaster -Path $file -Port 0 -TimeScale 0.02 -WarningAction Ignore
        $null = $m | Start-SaladWorker -InProcess -Count 2
        $null = $m | Wait-Salad -TimeoutSeconds 60
        $m | Stop-SaladMaster
        @(Receive-SaladResult -Path $file).Count | Should -Be 11
        @(Get-SaladEvent -Path $file -Kind Ended).Count | Should -Be 1
    }

    It 'shows what a script returned' {
        $m = Start-SaladMaster -Port 0 -KeepOpen -WarningAction Ignore
        $null = $m | Start-SaladWorker -InProcess -AllowScript
        $null = 1, 2 | Invoke-Salad { $_ * 10 } -Master $m
        @($m | Receive-SaladResult).Value | Should -Be 10, 20
    }

    It 'says what a file is that is none of salads' {
        $file = Join-Path $TestDrive 'wine.txt'
        Set-Content $file 'rouge'
        { Receive-SaladResult -Path $file -ErrorAction Stop } | Should -Throw -ErrorId 'StoreForeign,*'
        Get-Content $file | Should -Be 'rouge'
    }
}
