# What a worker or master process runs when its host is pwsh:
# `pwsh -NoProfile -NonInteractive -InputFormat None -File child.ps1 worker`. Nobody but the child may read standard
# input: its settings arrive there, and the end of it tells the child to leave. Without -InputFormat None, pwsh itself
# collects it for $input.

$loader = [System.Reflection.Assembly]::LoadFrom(
    [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'FruitSalad.PS.Loader.dll'))
exit $loader.GetType('FruitSalad.PS.Loader.ChildProcess', $true)::Run([string[]] $args)
