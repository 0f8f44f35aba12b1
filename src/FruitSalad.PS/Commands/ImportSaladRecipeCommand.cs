using System.Collections.ObjectModel;
using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Reads recipes from files.</summary>
/// <remarks>
/// <para>
/// A recipe's file is PowerShell data (.psd1) or JSON (.json), with the same members: Name (else the file's name is the
/// recipe's), and Tasks. A task is a name, or has Name, Seconds, Id, DependsOn (ids, or names that only one task has)
/// and Payload (what its worker needs beyond the name). The tasks may come in any order.
/// </para>
/// <para>
/// The file is data: nothing in it is run. Whatever is wrong with it is an error that names the line.
/// </para>
/// </remarks>
/// <example>
/// <code>Import-SaladRecipe ./tart.psd1 | Invoke-Salad -Workers 2</code>
/// <para>With, in tart.psd1, say: @{ Tasks = @(@{ Name = 'dough'; Seconds = 3 }; 'sugar'; @{ Name = 'tart'; Seconds = 1; DependsOn = 'dough', 'sugar' }) }</para>
/// </example>
/// <example>
/// <code>Start-SaladMaster -Recipe ./tart.json</code>
/// <para>Start-SaladMaster and Invoke-Salad read a recipe's file by themselves.</para>
/// </example>
/// <seealso cref="NewSaladRecipeCommand"/>
[Cmdlet(VerbsData.Import, "SaladRecipe", DefaultParameterSetName = ByPath)]
[OutputType(typeof(Recipe))]
public sealed class ImportSaladRecipeCommand : PSCmdlet
{
    private const string ByPath = nameof(ByPath);
    private const string ByLiteralPath = nameof(ByLiteralPath);

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, by paths that are taken as they are written.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string file in ParameterSetName == ByPath ? Path.SelectMany(Resolve) : LiteralPath.Select(GetUnresolvedProviderPathFromPSPath))
        {
            try
            {
                WriteObject(RecipeFile.Read(file));
            }
            catch (ErrorRecordException unfit)
            {
                WriteError(unfit.ErrorRecord);
            }
        }
    }

    private Collection<string> Resolve(string path)
    {
        try
        {
            return GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException missing)
        {
            WriteError(Errors.RecipeFileNotFound(path, missing));
            return [];
        }
    }
}
