# Lesson 3 - a first remote call.
#
# A server lets others call what its contract names, and nothing else: `f` answers 42; `g`, a public method of the very
# same class, is not in the contract, and for the caller it does not exist. The server never calls anybody.
$ErrorActionPreference = 'Stop'

$answer = Invoke-SaladRpc -Demo -Method f
"f answers $answer"
if ($answer -ne 42) { throw 'f should answer 42.' }

$refusal = $null
try { Invoke-SaladRpc -Demo -Method g } catch { $refusal = $_ }
if ($null -eq $refusal) { throw 'g should not be callable.' }
"g is refused: $refusal"
