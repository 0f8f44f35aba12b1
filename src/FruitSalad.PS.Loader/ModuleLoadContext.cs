using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace FruitSalad.PS.Loader;

/// <summary>
/// The private room of the module's binaries. PowerShell has one load context for everybody, in which two modules that
/// bring different versions of one library break each other; in here our versions are ours alone.
/// </summary>
/// <remarks>
/// What the module's deps.json names comes from the module's folder, in our version, even where the host has another
/// one. What it does not name (the runtime, System.Management.Automation) is left to the default context: cmdlet types
/// have to derive from the very classes that the running engine knows.
/// </remarks>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;

    internal ModuleLoadContext(string mainAssembly)
        : base("FruitSalad.PS")
    {
        _folder = Path.GetDirectoryName(mainAssembly)!;
        _resolver = new AssemblyDependencyResolver(mainAssembly);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? OwnSatellite(assemblyName);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        // The default probing knows nothing of the module's runtimes/ folder (dotnet/runtime#34519).
        var path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName);
        return path is null ? 0 : LoadUnmanagedDllFromPath(path);
    }

    /// <summary>A deps.json lists the satellites of packages, but not those of the project that it belongs to.</summary>
    private string? OwnSatellite(AssemblyName name)
    {
        if (name.CultureInfo is not { } culture || culture.Equals(CultureInfo.InvariantCulture))
        {
            return null;
        }

        var path = Path.Combine(_folder, culture.Name, name.Name + ".dll");
        return File.Exists(path) ? path : null;
    }
}
