BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Get-SaladEvent' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'looks like the log line' {
        $null = Start-SaladMaster -Port 0
        $line = Get-SaladEvent -Last 1
        ($line | Out-String).Trim() | Should -Be $line.Line
        $line.Line | Should -Match '^\[\d+\.\d{3}\] \[(MASTER|MAITRE)\] '
    }

    It 'follows until the end' {
        $m = Start-SaladMaster -Port 0 -TimeScale 0.02 -WarningAction Ignore
        $null = $m | Start-SaladWorker -InProcess -Count 2
        @($m | Get-SaladEvent -Follow -Kind Accepted).Count | Should -Be 11
    }
}
