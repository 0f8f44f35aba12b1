# A worker for a salad: what worker.py and worker.js do by hand, the module does in a line.
param(
    # What Start-SaladMaster -JoinFile wrote.
    [Parameter(Mandatory)] [string] $JoinFile
)
$ErrorActionPreference = 'Stop'

Connect-SaladMaster -JoinFile $JoinFile | Invoke-SaladWorker
