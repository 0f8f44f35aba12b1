# Uses the language and Import-Module only: a host that embeds the engine has no other cmdlets.

$loaderPath = [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'FruitSalad.PS.Loader.dll')
if (-not [System.IO.File]::Exists($loaderPath)) {
    throw "FruitSalad.PS is not built: '$loaderPath' is missing. Run 'dotnet build' in the repository first."
}

$loader = [System.Reflection.Assembly]::LoadFrom($loaderPath).GetType('FruitSalad.PS.Loader.ModuleAssembly', $true)
$binary = Import-Module -Assembly $loader::Value -PassThru

# A binary module whose assembly the engine met before (Import-Module -Force, or an import after Remove-Module) comes
# from its cache and exports nothing: https://github.com/PowerShell/PowerShell/issues/20710. So name the cmdlets to the
# module being imported; naming one twice is harmless.
$addCmdlet = [System.Management.Automation.PSModuleInfo].GetMethod(
    'AddExportedCmdlet', [System.Reflection.BindingFlags] 'Instance, NonPublic')
foreach ($cmdlet in $binary.ExportedCmdlets.Values) {
    $null = $addCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}

# Scripts can name a type of a private load context by an accelerator only. A name that somebody else took stays theirs.
$accelerators = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators', $true)
$session = $loader::Value.GetType('FruitSalad.PS.Session', $true)
$ours = @(foreach ($entry in $session::Accelerators.GetEnumerator()) {
    if (-not $accelerators::Get.ContainsKey($entry.Key)) {
        $accelerators::Add($entry.Key, $entry.Value)
        $entry.Key
    }
})

$ExecutionContext.SessionState.Module.OnRemove = {
    foreach ($name in $ours) {
        $null = $accelerators::Remove($name)
    }

    $loader::Close()
}
