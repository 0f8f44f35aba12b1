using FruitSalad.Tasks;

namespace FruitSalad.Store;

/// <summary>How many tasks are in each state.</summary>
public struct TaskCounts : IEquatable<TaskCounts>
{
    /// <summary>Tasks that wait for results of others.</summary>
    public int Blocked { get; private set; }

    /// <summary>Those of the blocked ones that wait for nothing but their time.</summary>
    public int Delayed { get; private set; }

    /// <summary>Tasks that can be handed out.</summary>
    public int Ready { get; private set; }

    /// <summary>Tasks held under a live lease.</summary>
    public int Leased { get; private set; }

    /// <summary>Tasks whose result was accepted.</summary>
    public int Done { get; private set; }

    /// <summary>Tasks that are given up, <see cref="DeathCause"/> says why.</summary>
    public int Dead { get; private set; }

    /// <summary>Replicas of done tasks that may still be answered: no states of tasks, and yet something to wait for.</summary>
    public int Surplus { get; internal set; }

    /// <summary>All tasks: the sum over the states, always (S3).</summary>
    public readonly int Total => Blocked + Ready + Leased + Done + Dead;

    /// <summary>
    /// Whether all that is left to do waits for its time: nobody need be there, and no countdown runs.
    /// </summary>
    public readonly bool AreSuspended => Leased == 0 && Ready == 0 && Delayed > 0;

    /// <summary>One more task in this state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="delayed">Whether it waits for nothing but its time.</param>
    public void Enter(TaskState state, bool delayed = false)
    {
        Move(state, 1);
        Delayed += delayed ? 1 : 0;
    }

    /// <summary>One task fewer in this state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="delayed">Whether it waited for nothing but its time.</param>
    public void Leave(TaskState state, bool delayed = false)
    {
        Move(state, -1);
        Delayed -= delayed ? 1 : 0;
    }

    /// <inheritdoc/>
    public readonly bool Equals(TaskCounts other) =>
        (Blocked, Delayed, Ready, Leased, Done, Dead, Surplus)
        == (other.Blocked, other.Delayed, other.Ready, other.Leased, other.Done, other.Dead, other.Surplus);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is TaskCounts other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Blocked, Delayed, Ready, Leased, Done, Dead, Surplus);

    /// <summary>Whether two counts agree in every state.</summary>
    public static bool operator ==(TaskCounts left, TaskCounts right) => left.Equals(right);

    /// <summary>Whether two counts differ in some state.</summary>
    public static bool operator !=(TaskCounts left, TaskCounts right) => !left.Equals(right);

    private void Move(TaskState state, int by)
    {
        switch (state)
        {
            case TaskState.Blocked: Blocked += by; break;
            case TaskState.Ready: Ready += by; break;
            case TaskState.Leased: Leased += by; break;
            case TaskState.Done: Done += by; break;
            default: Dead += by; break;
        }
    }
}
