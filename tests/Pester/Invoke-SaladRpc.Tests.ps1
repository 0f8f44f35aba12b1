BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Invoke-SaladRpc' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'gets 42 from f' { Invoke-SaladRpc -Demo -Method f | Should -Be 42 }

    It 'cannot call g, a public method of the same class' {
        { Invoke-SaladRpc -Demo -Method g } | Should -Throw -ErrorId 'RpcMethodNotFound,*' -ExpectedMessage '*-32601*'
    }

    It 'calls a master by its contract' {
        $m = Start-SaladMaster -Port 0
        ($m | Invoke-SaladRpc get_tasks @{ max = 2 }).tasks.Count | Should -Be 2
    }
}
