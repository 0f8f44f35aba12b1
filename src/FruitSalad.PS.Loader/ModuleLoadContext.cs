using System.Reflection;
using System.Runtime.Loader;

namespace FruitSalad.PS.Loader;

/// <summary>
/// The private room of the module's binaries. PowerShell has one load context for everybody, in which two modules that
/// bring different versions of one library break each other; in here our versions are ours alone.
/// </summary>
/// <remarks>
/// What the module's deps.json names comes from the module's folder, in our version, even where the host has another
/// one. What it does not name is left to the default context, and the engine always is: cmdlet types have to derive from
/// the very classes that the running engine knows. Satellite assemblies come the same way, or from the folder of their
/// culture beside the assembly that asks.
/// </remarks>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string Engine = "System.Management.Automation";
    private readonly AssemblyDependencyResolver _resolver;

    internal ModuleLoadContext(string mainAssembly)
        : base("FruitSalad.PS")
    {
        _resolver = new AssemblyDependencyResolver(mainAssembly);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = assemblyName.Name == Engine ? null : _resolver.ResolveAssemblyToPath(assemblyName);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        // The default probing knows nothing of the module's runtimes/ folder (dotnet/runtime#34519).
        var path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }
}
