using System.Management.Automation;
using System.Text.Json;
using FruitSalad.PS.Scripts;

namespace FruitSalad.PS.Commands;

public sealed partial class InvokeSaladCommand
{
    /// <summary>Writes what became of an item: all that its script wrote, in order, or why there is nothing.</summary>
    private void Write(ItemOutcome outcome)
    {
        object? item = outcome.Item.Value;
        if (outcome.Lost is { } lost)
        {
            WriteError(Errors.ItemLost(item, outcome.Worker ?? "", lost));
        }
        else if (outcome.NotDone is { } why)
        {
            WriteError(Errors.ItemNotDone(item, why));
        }
        else if (Read(outcome) is { } report)
        {
            Write(report, item);
        }
    }

    private ItemReport? Read(ItemOutcome outcome)
    {
        try
        {
            return ItemReport.Read(outcome.Result!.Value, outcome.Worker);
        }
        catch (JsonException bad)
        {
            var error = new ScriptItemException(Text.Of(Strings.ResultUnreadable, bad.Message)) { Worker = outcome.Worker };
            WriteError(Errors.ItemFailed(outcome.Item.Value, error, ErrorCategory.InvalidData));
            return null;
        }
    }

    private void Write(ItemReport report, object? item)
    {
        foreach (ItemRecord record in report.Records)
        {
            switch (record.Stream)
            {
                case "output":
                    WriteObject(record.Value);
                    break;
                case "error":
                    WriteError(Errors.ItemFailed(item, (ScriptItemException)record.Value!, record.Category));
                    break;
                case "warning":
                    WriteWarning((string)record.Value!);
                    break;
                case "verbose":
                    WriteVerbose((string)record.Value!);
                    break;
                case "debug":
                    WriteDebug((string)record.Value!);
                    break;
                default:
                    WriteInformation(record.Value, record.Tags);
                    break;
            }
        }

        if (report.LeftOut > 0)
        {
            WriteWarning(Text.Of(Strings.RecordsLeftOut, report.LeftOut, ItemRecords.MaxRecords));
        }
    }
}
