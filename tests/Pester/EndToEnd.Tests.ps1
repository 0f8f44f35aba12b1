BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" }
AfterAll { Remove-Module FruitSalad.PS }

Describe 'A salad, end to end' {
    It 'is served although two of three worker processes crash' {
        $m = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale 0.05 -Preset Robust -Seed 1
        $null = $m | Start-SaladWorker -Count 2 -CrashProbability 0.6
        $null = $m | Start-SaladWorker
        $null = $m | Wait-Salad -TimeoutSeconds 60
        (Get-SaladStatus $m).EndReason | Should -Be 'Completed'
        @($m | Receive-SaladResult).Count | Should -Be 11
        @($m | Get-SaladEvent -Kind Accepted, LateAccepted).Count | Should -Be 11
        $m | Stop-SaladMaster
    }

    It 'is the same module after removal, import and -Force' {
        Remove-Module FruitSalad.PS
        Import-Module "$PSScriptRoot/../../module/FruitSalad.PS"
        $once = @((Get-Module FruitSalad.PS).ExportedCmdlets.Keys)
        Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force
        @((Get-Module FruitSalad.PS).ExportedCmdlets.Keys) | Should -Be $once
        $once | Should -Contain 'Start-SaladMaster'
        @(Invoke-Salad -TimeScale 0.001 -InProcess -WarningAction SilentlyContinue).Count | Should -Be 11
    }

    It 'runs lesson <_>' -ForEach @(Get-ChildItem "$PSScriptRoot/../../examples/[0-9]*.ps1" | ForEach-Object Name) {
        $path = "$PSScriptRoot/../../examples/$_"
        $faster = if ((Get-Content -Raw $path) -match '\$TimeScale') { @{ TimeScale = 0.1 } } else { @{} }
        & $path @faster | Should -Not -BeNullOrEmpty
    }
}
