# What a worker or master process runs when its host is pwsh:
# `pwsh -NoProfile -NonInteractive -InputFormat None -File child.ps1 worker`. Nobody but the child may read its parent's
# line: its settings arrive there, and the end of it tells the child to leave. Where the line is standard input, pwsh
# itself would collect it for $input without -InputFormat None.

$loader = [System.Reflection.Assembly]::LoadFrom(
    [System.IO.Path]::Combine($PSScriptRoot, 'bin', 'FruitSalad.PS.Loader.dll'))
exit $loader.GetType('FruitSalad.PS.Loader.ChildProcess', $true)::Run([string[]] $args)
