using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace FruitSalad.PS.Scripts;

/// <summary>A script block's text, ready to be compiled somewhere else.</summary>
/// <remarks>
/// It begins on the line that it has in its file, so that positions in errors are the caller's. Its $using: variables
/// are ordinary ones under other names: outside a remote call the engine knows none.
/// </remarks>
internal sealed class ScriptText
{
    private const string Prefix = "__using_";

    /// <summary>Takes the text of a script block.</summary>
    public ScriptText(ScriptBlock script)
    {
        ScriptBlockAst ast = script.Ast as ScriptBlockAst ?? ((FunctionDefinitionAst)script.Ast).Body;
        File = script.File;
        var text = new StringBuilder();
        int done = ast.Extent.StartOffset;
        string whole = ast.Extent.Text;
        foreach (VariableExpressionAst variable in Usings(ast))
        {
            string name = variable.VariablePath.UserPath;
            text.Append(whole, done - ast.Extent.StartOffset, variable.Extent.StartOffset - done);
            text.Append("${").Append(Prefix).Append(name).Append('}');
            done = variable.Extent.EndOffset;
            UsingNames.Add(name);
        }

        text.Append(whole, done - ast.Extent.StartOffset, ast.Extent.EndOffset - done);
        Text = new string('\n', ast.Extent.StartLineNumber - 1) + Body(text.ToString(), ast.Parent);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The file that it stands in; null: none.</summary>
    public string? File { get; }

    /// <summary>The $using: variables' names, without $using:.</summary>
    public SortedSet<string> UsingNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the text calls a $using: variable.</summary>
    public static string NameOf(string usingName) => Prefix + usingName;

    /// <summary>
    /// Whether a compiled script may leave something behind in its session: then the session is reset before the next
    /// item. That takes a hundred times as long as a small item, so it is spared where nothing but local variables and
    /// loops is seen.
    /// </summary>
    public static bool TouchesSession(ScriptBlock compiled) => compiled.Ast.Find(IsReach, searchNestedScriptBlocks: true) is not null;

    private static bool IsReach(Ast ast) => ast switch
    {
        CommandAst command => command.InvocationOperator == TokenKind.Dot
            || command.GetCommandName()?.ToUpperInvariant() is not ("FOREACH-OBJECT" or "WHERE-OBJECT" or "%" or "?" or "WRITE-OUTPUT"),
        VariableExpressionAst variable => !variable.VariablePath.IsUnqualified
            || string.Equals(variable.VariablePath.UserPath, "ExecutionContext", StringComparison.OrdinalIgnoreCase),
        FunctionDefinitionAst or TypeDefinitionAst => true,
        _ => false,
    };

    private static IEnumerable<VariableExpressionAst> Usings(Ast ast) => ast
        .FindAll(node => node is UsingExpressionAst, searchNestedScriptBlocks: true)
        .Select(node => (VariableExpressionAst)node.Find(inner => inner is VariableExpressionAst, searchNestedScriptBlocks: false))
        .DistinctBy(variable => variable.Extent.StartOffset)
        .OrderBy(variable => variable.Extent.StartOffset);

    /// <summary>The braces are no part of what a block does; a whole file has none. What took their place keeps columns.</summary>
    private static string Body(string text, Ast? parent) => parent switch
    {
        ScriptBlockExpressionAst => " " + text[1..^1],
        FunctionDefinitionAst { Parameters: { } parameters } =>
            $"param({string.Join(", ", parameters.Select(parameter => parameter.Extent.Text))}) {text[1..^1]}",
        FunctionDefinitionAst => " " + text[1..^1],
        _ => text,
    };
}
