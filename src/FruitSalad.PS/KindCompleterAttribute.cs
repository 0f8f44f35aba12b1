using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace FruitSalad.PS;

/// <summary>Completes the kinds of log lines.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KindCompleterAttribute() : ArgumentCompleterAttribute(typeof(KindCompleter))
{
    /// <summary>Knows the kinds.</summary>
    internal sealed class KindCompleter : IArgumentCompleter
    {
        /// <inheritdoc/>
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
            IDictionary fakeBoundParameters) => Completions.Of(LogEntry.Kinds.Select(kind => (kind, kind)), wordToComplete);
    }
}
