using System.Management.Automation;

namespace FruitSalad.PS;

/// <summary>Carries a finished error from where it is found to where it is written.</summary>
internal sealed class ErrorRecordException(ErrorRecord record) : Exception(record.Exception.Message, record.Exception), IContainsErrorRecord
{
    /// <inheritdoc/>
    public ErrorRecord ErrorRecord { get; } = record;
}
