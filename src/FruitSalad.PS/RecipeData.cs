using System.Management.Automation.Language;
using System.Text;

namespace FruitSalad.PS;

/// <summary>
/// Reads a recipe in PowerShell's data language: one hashtable. The language's parser reads it, and only what is constant
/// has a value: no command, no variable and no expression of it is ever run.
/// </summary>
internal static class RecipeData
{
    /// <summary>Reads the text of a .psd1 file.</summary>
    public static RecipeFile Read(string path, byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        ScriptBlockAst script = Parser.ParseInput(reader.ReadToEnd(), out _, out ParseError[] faults);
        if (faults is [var first, ..])
        {
            throw RecipeFile.Damaged(path, first.Extent.StartLineNumber, first.Message);
        }

        if (script is not { ParamBlock: null, BeginBlock: null, ProcessBlock: null, EndBlock.Statements: [var statement] }
            || Pure(statement) is not HashtableAst recipe)
        {
            throw RecipeFile.Damaged(path, 1, Strings.RecipeShape);
        }

        var members = new List<RecipeMember>();
        var tasks = new List<RecipeEntry>();
        foreach (var (key, value) in recipe.KeyValuePairs)
        {
            string name = KeyOf(path, key);
            bool isTasks = RecipeFile.Is(name, RecipeFile.TasksKey);
            members.Add(new RecipeMember(name, Line(key), isTasks ? null : ValueOf(path, value)));
            if (isTasks)
            {
                tasks.AddRange(Elements(value).Select(element => EntryOf(path, element)));
            }
        }

        return new RecipeFile(path, members, tasks);
    }

    private static RecipeEntry EntryOf(string path, Ast element) => element switch
    {
        HashtableAst table => new RecipeEntry(Line(table), [.. table.KeyValuePairs.Select(
            pair => new RecipeMember(KeyOf(path, pair.Item1), Line(pair.Item1), ValueOf(path, pair.Item2)))]),
        _ => ValueOf(path, element) is string name
            ? RecipeEntry.OfName(name, Line(element))
            : throw RecipeFile.Damaged(path, Line(element), Strings.RecipeTaskShape),
    };

    /// <summary>What a list holds: `@( )` with a line each, `a, b`, or one alone.</summary>
    private static IEnumerable<Ast> Elements(Ast list) => (list is StatementAst statement ? Pure(statement) : list) switch
    {
        ArrayExpressionAst array => array.SubExpression.Statements.SelectMany(Elements),
        ArrayLiteralAst literal => literal.Elements.SelectMany(Elements),
        { } alone => [alone],
        null => [list],
    };

    private static string KeyOf(string path, ExpressionAst key) => ValueOf(path, key)?.ToString() ?? "";

    private static object? ValueOf(string path, Ast value)
    {
        Ast constant = value is StatementAst statement ? Pure(statement) ?? value : value;
        try
        {
            return constant.SafeGetValue();
        }
        catch (InvalidOperationException runs)
        {
            throw RecipeFile.Damaged(path, Line(value), Strings.RecipeNotConstant, runs);
        }
    }

    /// <summary>The expression that a statement is, with nothing around it; null: it is more than that.</summary>
    private static ExpressionAst? Pure(StatementAst statement) => statement is PipelineAst
    {
        PipelineElements: [CommandExpressionAst { Redirections.Count: 0, Expression: var expression }],
    }
        ? expression
        : null;

    private static int Line(Ast ast) => ast.Extent.StartLineNumber;
}
