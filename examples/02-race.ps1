# Lesson 2 - two threads, one counter.
#
# `i++` is three steps: read, add, write. Two threads that take them in turns lose updates; a lock around the three
# steps loses none, and costs time. Interlocked asks the processor for the three in one.
param(
    # How often each thread counts.
    [int] $Count = 1000000
)
$ErrorActionPreference = 'Stop'

'Real threads:'
$races = @(Measure-SaladRace -Count $Count)
$races

'The lost update, step by step (a schedule chosen on purpose: it loses every time):'
$scheduled = Measure-SaladRace -Mode Scheduled
$scheduled.Steps

'The same two threads with the lock:'
$locked = Measure-SaladRace -Mode ScheduledLock
$locked.Steps

foreach ($race in $races) {
    if ($race.Mode -ne 'None' -and $race.Lost -ne 0) { throw "$($race.Mode) lost $($race.Lost) updates." }
}
if ($scheduled.Lost -ne 1) { throw 'The schedule must lose one update.' }
if ($locked.Lost -ne 0) { throw 'The lock must lose none.' }
