using System.Management.Automation;
using System.Management.Automation.Language;
using FruitSalad.Contract;

namespace FruitSalad.PS.Scripts;

/// <summary>A script as a worker runs it: compiled once, however many items there are.</summary>
internal sealed class CompiledScript
{
    /// <summary>Compiles what the tasks share.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no script.</exception>
    /// <exception cref="ParseException">It does not parse here.</exception>
    public CompiledScript(JsonText shared)
    {
        Package = ScriptPackage.Read(shared);
        ScriptBlockAst ast = Parser.ParseInput(Package.Text, Package.File, out _, out ParseError[] errors);
        Block = errors.Length == 0 ? ast.GetScriptBlock() : throw new ParseException(errors);
        TakesPipeline = ast.ProcessBlock is not null;
        TouchesSession = ScriptText.TouchesSession(Block);
    }

    /// <summary>What it was made of.</summary>
    public ScriptPackage Package { get; }

    /// <summary>The script.</summary>
    public ScriptBlock Block { get; }

    /// <summary>Whether the item comes by the pipeline, rather than as the first argument: the script has a process block.</summary>
    public bool TakesPipeline { get; }

    /// <summary>Whether it may leave something behind.</summary>
    public bool TouchesSession { get; }
}
