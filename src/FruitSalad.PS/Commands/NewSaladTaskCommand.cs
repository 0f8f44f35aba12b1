using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Describes a task of a recipe.</summary>
/// <remarks>
/// <para>
/// Nothing is added to any salad: New-SaladRecipe makes a recipe of such tasks, and Start-SaladMaster or Invoke-Salad
/// makes a salad of that. A task can also go to a salad that runs, through Add-SaladTask.
/// </para>
/// <para>
/// Tasks depend on each other by words: an id, or a name that only one task has. Names may repeat, as fruits do; ids
/// may not. An id goes before a name, and neither minds its case.
/// </para>
/// </remarks>
/// <example>
/// <code>New-SaladTask pomme -Seconds 3</code>
/// <para>A fruit to prepare.</para>
/// </example>
/// <example>
/// <code>
/// $dough = New-SaladTask dough -Seconds 3
/// $apples = 1..3 | ForEach-Object { New-SaladTask apple -Seconds 2 -Id "apple-$_" }
/// $tart = New-SaladTask tart -Seconds 2 -DependsOn (@($dough) + $apples)
/// @($dough) + $apples + $tart | New-SaladRecipe Tart | Invoke-Salad -Workers 2
/// </code>
/// <para>A tart: the dough and the apples come before it.</para>
/// </example>
/// <example>
/// <code>New-SaladTask render -Label gpu -Priority 5 -MaxAttempts 1</code>
/// <para>A task for a worker with a GPU: before others, and only once.</para>
/// </example>
/// <seealso cref="NewSaladRecipeCommand"/>
/// <seealso cref="AddSaladTaskCommand"/>
[Cmdlet(VerbsCommon.New, "SaladTask")]
[OutputType(typeof(RecipeStep))]
public sealed class NewSaladTaskCommand : PSCmdlet
{
    /// <summary>What people call the task. Several may have the same name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>How long preparing it takes, in seconds before the time scale. 0: it takes what it takes.</summary>
    /// <value>0</value>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, RecipeOrder.MaxSeconds)]
    public double Seconds { get; set; }

    /// <summary>A word for this task alone, by which others can depend on it where its name is not enough.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>The tasks that must be done before this one is handed out: their ids, their names, or themselves.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public string[] DependsOn { get; set; } = [];

    /// <summary>What the worker needs beyond the name: anything that can be written as JSON.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Payload { get; set; }

    /// <summary>Ready tasks of a higher priority go first; among equals the master's order decides.</summary>
    /// <value>0</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int Priority { get; set; }

    /// <summary>For how many seconds after it was added it is not handed out yet, before the time scale.</summary>
    /// <value>0</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, RecipeOrder.MaxDelaySeconds)]
    public double DelaySeconds { get; set; }

    /// <summary>How long one attempt may run, in seconds before the time scale. 0: as long as it likes.</summary>
    /// <value>As the master's -RunLimitSeconds</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalRange(0, RecipeOrder.MaxSeconds)]
    public double? RunLimitSeconds { get; set; }

    /// <summary>After how many failed attempts the task is given up. 0: never. 1: it is executed at most once.</summary>
    /// <value>As the master's -MaxAttempts</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalRange(0, int.MaxValue)]
    public int? MaxAttempts { get; set; }

    /// <summary>What a worker must offer to get the task, as with Start-SaladWorker -Label: gpu, region=eu.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateCount(0, Tasks.Label.MaxCount)]
    [ValidateLength(1, Tasks.Label.MaxLength)]
    public string[] Label { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(new RecipeStep(Name, Seconds)
    {
        Id = Id,
        DependsOn = DependsOn,
        Priority = Priority,
        DelaySeconds = DelaySeconds,
        RunLimitSeconds = RunLimitSeconds,
        MaxAttempts = MaxAttempts,
        Label = Label,
        Payload = Payload is null ? null : JsonValue.ToElement(Payload),
    });
}
