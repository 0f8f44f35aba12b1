using System.Management.Automation;
using System.Reflection;

namespace FruitSalad.Shell;

/// <summary>The versions that the host shows.</summary>
internal static class Versions
{
    internal static string Shell { get; } = typeof(Versions).Assembly.GetName().Version!.ToString(3);

    internal static string Engine { get; } = typeof(PSObject).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(' ', '+')[0];
}
