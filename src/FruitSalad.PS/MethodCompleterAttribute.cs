using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using FruitSalad.Contract;

namespace FruitSalad.PS;

/// <summary>Completes the methods of a master's contract.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MethodCompleterAttribute() : ArgumentCompleterAttribute(typeof(MethodCompleter))
{
    /// <summary>Knows the contract.</summary>
    internal sealed class MethodCompleter : IArgumentCompleter
    {
        private static readonly (string, string)[] Methods = [.. ContractMethods.Of(Role.Worker)
            .Select(method => (method, nameof(Role.Worker)))
            .Concat(ContractMethods.Of(Role.Owner).Select(method => (method, nameof(Role.Owner))))];

        /// <inheritdoc/>
        public IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst,
            IDictionary fakeBoundParameters) => Completions.Of(Methods, wordToComplete);
    }
}
