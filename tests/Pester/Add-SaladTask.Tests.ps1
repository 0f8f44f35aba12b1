BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Add-SaladTask' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'adds tasks from objects' {
        $m = Start-SaladMaster -Port 0 -KeepOpen
        'Name,Seconds', 'kiwi,2', 'figue,1' | ConvertFrom-Csv | Add-SaladTask $m
        (Get-SaladTask).Name | Should -Be 'kiwi', 'figue'
    }

    It 'adds tasks that ask for something' {
        $m = Start-SaladMaster -Port 0 -KeepOpen
        Add-SaladTask $m render -Label gpu -Priority 5 -DelaySeconds 3600 -MaxAttempts 1
        $task = Get-SaladTask
        $task.State, $task.Priority, $task.Label | Should -Be 'Blocked', 5, 'gpu'
        $task.Due.TotalMinutes | Should -BeGreaterThan 55
    }

    It 'is refused by a closed salad, which says what to do' {
        $m = Start-SaladMaster -Port 0
        { Add-SaladTask $m kiwi 2 -ErrorAction Stop } | Should -Throw -ErrorId 'SaladClosed,*' -ExpectedMessage '*-KeepOpen*'
    }
}
