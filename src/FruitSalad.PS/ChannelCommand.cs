using System.Collections;
using System.Management.Automation;
using FruitSalad.Faults;

namespace FruitSalad.PS;

/// <summary>A cmdlet that says what a channel does to messages.</summary>
public abstract class ChannelCommand : SaladCommand
{
    /// <summary>
    /// How long a message is on its way: seconds, before the time scale; or @{ Least; Most } for any delay between
    /// them, @{ Least; Mean } for exponential ones, @{ Least; Exponent } for a heavy tail.
    /// </summary>
    /// <value>0</value>
    [Parameter]
    [ValidateNotNull]
    public object? Delay { get; set; }

    /// <summary>How likely a message is lost, from 0 to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Loss { get; set; }

    /// <summary>How likely a message arrives twice, from 0 to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Duplicate { get; set; }

    /// <summary>How likely a message may overtake others, and be overtaken, from 0 to 1.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Reorder { get; set; }

    /// <summary>How likely a message is damaged on its way, from 0 to 1. It is noticed, and ends its connection.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double Corrupt { get; set; }

    /// <summary>How many bytes of a connection pass in a second.</summary>
    /// <value>As many as come</value>
    [Parameter]
    [ValidateRange(1.0, 1e12)]
    public double Bandwidth { get; set; }

    /// <summary>What differs on the way to the master: a hashtable with the names of the parameters above.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ToMaster { get; set; }

    /// <summary>What differs on the way to the workers: a hashtable with the names of the parameters above.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ToWorker { get; set; }

    /// <summary>Cuts the channel: nothing passes until Set-SaladChannel -Heal.</summary>
    [Parameter]
    public SwitchParameter Partition { get; set; }

    /// <summary>A channel with what was given changed.</summary>
    /// <param name="basis">What it is where nothing was given.</param>
    private protected ChannelPlan Change(ChannelPlan basis)
    {
        string[] names =
        [
            nameof(Delay), nameof(Loss), nameof(Duplicate), nameof(Reorder), nameof(Corrupt), nameof(Bandwidth),
            nameof(ToMaster), nameof(ToWorker),
        ];
        var given = new Hashtable();
        foreach (var name in names.Where(MyInvocation.BoundParameters.ContainsKey))
        {
            given[name] = MyInvocation.BoundParameters[name];
        }

        try
        {
            return given.Count == 0 ? basis : PlanInput.ReadChannel(given, basis);
        }
        catch (FormatException unfit)
        {
            throw Terminating(Errors.ChannelUnfit(given, unfit));
        }
    }
}
