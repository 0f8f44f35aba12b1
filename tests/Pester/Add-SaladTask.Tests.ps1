BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Add-SaladTask' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'adds tasks from objects' {
        $m = Start-SaladMaster -Port 0 -KeepOpen
        'Name,Seconds', 'kiwi,2', 'figue,1' | ConvertFrom-Csv | Add-SaladTask $m
        (Get-SaladTask).Name | Should -Be 'kiwi', 'figue'
    }

    It 'is refused by a closed salad, which says what to do' {
        $m = Start-SaladMaster -Port 0
        { Add-SaladTask $m kiwi 2 -ErrorAction Stop } | Should -Throw -ErrorId 'SaladClosed,*' -ExpectedMessage '*-KeepOpen*'
    }
}
