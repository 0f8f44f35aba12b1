using System.Runtime.Loader;
using FruitSalad.PS.Help;

// Writes the help file of a module from its assembly and the XML documentation beside it. A process of its own, since
// an assembly that the build has loaded could not be built again.
if (args is not [var assemblyFile, var helpFile])
{
    Console.Error.WriteLine("Usage: FruitSalad.PS.Help <assembly> <help file to write>");
    return 1;
}

var folder = Path.GetDirectoryName(Path.GetFullPath(assemblyFile))!;
AssemblyLoadContext.Default.Resolving += (context, name) =>
    Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file)
        ? context.LoadFromAssemblyPath(file)
        : null;
var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(assemblyFile));
var comments = XmlComments.ReadFolder(folder);
var cmdlets = assembly.GetExportedTypes()
    .Select(type => Cmdlet.TryRead(type))
    .OfType<Cmdlet>()
    .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal);

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(helpFile))!);
new MamlWriter(comments).Write(cmdlets).Save(helpFile);
return 0;
