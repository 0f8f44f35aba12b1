BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'Stop-SaladWorker' {
    BeforeEach { $m = Start-SaladMaster -Task @{ Name = 'long'; Seconds = 2 } -KeepOpen -Port 0 }
    AfterEach { $m | Stop-SaladMaster -Force }

    It 'drains: what runs is finished and handed in' {
        $w = $m | Start-SaladWorker -InProcess
        $null = $m | Get-SaladEvent -Follow | Where-Object Kind -eq 'Preparing' | Select-Object -First 1
        $w | Stop-SaladWorker
        $w.State | Should -Be 'Left'
        ($m | Get-SaladStatus).Done | Should -Be 1
    }

    It 'kills with -Force: what runs goes to others' {
        $w = $m | Start-SaladWorker
        $null = $m | Get-SaladEvent -Follow | Where-Object Kind -eq 'Preparing' | Select-Object -First 1
        $w | Stop-SaladWorker -Force
        $w.State | Should -Be 'Crashed'
        $null = $m | Get-SaladEvent -Follow | Where-Object Kind -eq 'Lost' | Select-Object -First 1
        ($m | Get-SaladStatus).Ready | Should -Be 1
    }

    It 'takes workers from Get-SaladWorker' {
        $null = $m | Start-SaladWorker -InProcess -Count 2
        Get-SaladWorker | Where-Object State -eq Running | Stop-SaladWorker -Force
        Get-SaladWorker | Where-Object State -eq Running | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        $w = $m | Start-SaladWorker -InProcess
        $w | Stop-SaladWorker -Force -WhatIf
        $w.State | Should -Be 'Running'
    }
}
