namespace FruitSalad.Tasks;

/// <summary>Which ready task is handed out next.</summary>
public enum TaskOrder : byte
{
    /// <summary>The one that has waited longest; a task that came back goes to the end.</summary>
    Fifo,

    /// <summary>The one that came last, as the tutorial's stack: a poison task then meets every worker in turn.</summary>
    Lifo,
}
