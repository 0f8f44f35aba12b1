# What a worker or master process runs when its host is pwsh: `pwsh -NoProfile -NonInteractive -File child.ps1 worker`.
# Nothing here may read standard input: the child's settings arrive there, and its end tells the child to leave.

$loader = [System.Reflection.Assembly]::LoadFrom(
    [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'FruitSalad.PS.Loader.dll'))
exit $loader.GetType('FruitSalad.PS.Loader.ChildProcess', $true)::Run([string[]] $args)
