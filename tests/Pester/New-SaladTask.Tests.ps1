BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'New-SaladTask' {
    It 'describes a task' {
        $task = New-SaladTask pomme -Seconds 3 -Id p1 -DependsOn pâte -Payload @{ cut = $true }
        $task.Name | Should -Be 'pomme'
        $task.Seconds | Should -Be 3
        $task.DependsOn | Should -Be 'pâte'
        "$task" | Should -Be 'p1'
    }

    It 'takes tasks for what others depend on' {
        $dough = New-SaladTask dough
        (New-SaladTask tart -DependsOn $dough).DependsOn | Should -Be 'dough'
    }

    It 'keeps what the task asks for' {
        $task = New-SaladTask render -Label gpu, eu -Priority 5 -DelaySeconds 60 -RunLimitSeconds 10 -MaxAttempts 1
        $task.Label | Should -Be 'gpu', 'eu'
        $task.Priority, $task.DelaySeconds, $task.RunLimitSeconds, $task.MaxAttempts | Should -Be 5, 60, 10, 1
        { New-SaladTask render -Label '' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'refuses a duration that is none' {
        { New-SaladTask pomme -Seconds -1 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
