BeforeAll {
    Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force
    $null = Start-SaladMaster -Port 0
}
AfterAll { Get-SaladMaster | Stop-SaladMaster -Force }

Describe 'Get-SaladTask' {
    It 'shows the tasks by number and state' {
        @(Get-SaladTask).Count | Should -Be 11
        @(Get-SaladTask -State Ready).Count | Should -Be 11
        (Get-SaladTask -Id 3).Id | Should -Be 3
    }

    It 'names a task that is not there' {
        Get-SaladTask -Id 99 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'TaskNotFound,*'
    }
}
