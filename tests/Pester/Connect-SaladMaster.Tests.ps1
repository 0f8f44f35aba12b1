BeforeAll { Import-Module "$PSScriptRoot/../../module/FruitSalad.PS" -Force }

Describe 'Connect-SaladMaster' {
    AfterEach { Get-SaladMaster | Stop-SaladMaster -Force }

    It 'knows the master that a join file tells of' {
        $m = Start-SaladMaster -Port 0 -OwnerFile (Join-Path $TestDrive 'owner.json')
        (Connect-SaladMaster -JoinFile (Join-Path $TestDrive 'owner.json')).Salad | Should -Be $m.Salad
    }

    It 'says what is wrong with a file' {
        { Connect-SaladMaster -JoinFile (Join-Path $TestDrive 'none.json') -ErrorAction Stop } | Should -Throw -ErrorId 'JoinFileMissing,*'
    }
}
