using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace FruitSalad.PS;

/// <summary>Completes the addresses of the session's masters. Never connects.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MasterCompleterAttribute() : ArgumentCompleterAttribute(typeof(MasterCompleter))
{
    /// <summary>Knows the session's masters.</summary>
    internal sealed class MasterCompleter : IArgumentCompleter
    {
        /// <inheritdoc/>
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
            IDictionary fakeBoundParameters) => Completions.Of(
                Session.Masters.Select(master => (master.ToString(), master.Name)), wordToComplete);
    }
}
