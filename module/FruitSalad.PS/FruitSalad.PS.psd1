@{
    RootModule           = 'FruitSalad.PS.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6ef8eaeb-75f2-418a-8836-30793f8ab2b7'
    Author               = 'The FruitSalad.PS contributors'
    CompanyName          = 'FruitSalad.PS'
    Copyright            = '(c) the FruitSalad.PS contributors. MIT licence.'
    Description          = 'A master/worker task queue and crash laboratory: leases, timeouts, real worker processes that crash, and a salad at the end.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @(
        'FruitSalad.PS.format.ps1xml', 'FruitSalad.PS.Channel.format.ps1xml', 'FruitSalad.PS.Experiment.format.ps1xml', 'FruitSalad.PS.Race.format.ps1xml')

    # Explicit, never a wildcard: auto-loading reads these lists without running the module (PowerShell issue 24743).
    CmdletsToExport      = @(
        'Add-SaladTask'
        'Complete-Salad'
        'Connect-SaladMaster'
        'Get-SaladChannel'
        'Get-SaladEvent'
        'Get-SaladMaster'
        'Get-SaladRecipe'
        'Get-SaladStatus'
        'Get-SaladTask'
        'Get-SaladWorker'
        'Import-SaladRecipe'
        'Invoke-Salad'
        'Invoke-SaladExperiment'
        'Invoke-SaladRpc'
        'Invoke-SaladWorker'
        'Measure-SaladExperiment'
        'Measure-SaladPolicy'
        'Measure-SaladRace'
        'New-SaladRecipe'
        'New-SaladTask'
        'Receive-SaladResult'
        'Restart-SaladTask'
        'Set-SaladChannel'
        'Start-SaladChannel'
        'Start-SaladMaster'
        'Start-SaladWorker'
        'Stop-SaladChannel'
        'Stop-SaladMaster'
        'Stop-SaladTask'
        'Stop-SaladWorker'
        'Test-SaladHistory'
        'Wait-Salad'
        'Wait-SaladWorker'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags = @('queue', 'worker', 'lease', 'fault-injection', 'simulation', 'PSEdition_Core', 'Linux', 'MacOS', 'Windows')
        }
    }
}
