namespace FruitSalad.Exclusion;

/// <summary>
/// One thread of a scheduled race: an increment taken apart into its operations, one of which is done at each
/// <see cref="Step"/>. It shares the <see cref="Counter"/> with the other machines, as threads share memory.
/// </summary>
internal sealed class StepMachine(int thread, int increments, bool exclusive, StepMachine.Counter shared)
{
    private enum Operation { Lock, Read, Add, Write, Unlock }

    private readonly Operation _first = exclusive ? Operation.Lock : Operation.Read;
    private readonly Operation _last = exclusive ? Operation.Unlock : Operation.Write;
    private Operation _next = exclusive ? Operation.Lock : Operation.Read;
    private int _left = increments;
    private bool _waiting;
    private long _copy;
    private long _register;

    /// <summary>The memory that all machines of a race see.</summary>
    internal sealed class Counter
    {
        public long Value { get; set; }

        /// <summary>The thread that holds the lock, from 1; 0 when it is free.</summary>
        public int Holder { get; set; }
    }

    /// <summary>Operations in one increment: lock, read, add, write, unlock; or the three in the middle.</summary>
    public static int OperationsOf(bool exclusive) => exclusive ? 5 : 3;

    public bool Ended => _left == 0;

    public bool Blocked => !Ended && _next == Operation.Lock && shared.Holder != 0;

    /// <summary>Does the next operation, or finds the lock taken; a thread that has ended does nothing.</summary>
    /// <returns>
    /// What others could notice, with the copy that the thread works on; null for nothing: the addition happens in the
    /// thread's own register, and a thread that waits already goes on waiting.
    /// </returns>
    public (RaceAction Action, long Copy)? Step()
    {
        if (Ended)
        {
            return null;
        }

        if (Blocked)
        {
            var told = _waiting;
            _waiting = true;
            return told ? null : (RaceAction.Wait, _copy);
        }

        var done = _next;
        Advance();
        switch (done)
        {
            case Operation.Lock:
                shared.Holder = thread;
                var action = _waiting ? RaceAction.LockAfterWait : RaceAction.Lock;
                _waiting = false;
                return (action, _copy);
            case Operation.Read:
                _copy = shared.Value;
                return (RaceAction.Read, _copy);
            case Operation.Add:
                _register = _copy + 1;
                return null;
            case Operation.Write:
                shared.Value = _register;
                return (RaceAction.Increment, _copy);
            default:
                shared.Holder = 0;
                return (RaceAction.Unlock, _copy);
        }
    }

    private void Advance()
    {
        if (_next == _last)
        {
            _left--;
            _next = _first;
        }
        else
        {
            _next++;
        }
    }
}
