namespace FruitSalad.Shell;

/// <summary>Where the module lies: beside the program once installed, above it in the repository.</summary>
internal sealed record ModuleFolder(string Manifest, string Loader, string? Problem)
{
    internal static ModuleFolder Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var module = Path.Combine(folder.FullName, "module", "FruitSalad.PS");
            var manifest = Path.Combine(module, "FruitSalad.PS.psd1");
            if (File.Exists(manifest))
            {
                var loader = Path.Combine(module, "bin", "FruitSalad.PS.Loader.dll");
                return new(manifest, loader, File.Exists(loader) ? null : Texts.ModuleNotBuilt(loader));
            }
        }

        return new("", "", Texts.ModuleNotFound(AppContext.BaseDirectory));
    }
}
