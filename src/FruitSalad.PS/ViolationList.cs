using System.Collections.ObjectModel;
using FruitSalad.History;

namespace FruitSalad.PS;

/// <summary>Broken promises; as text, what Export-Csv writes of them: each in a few words.</summary>
internal sealed class ViolationList(IReadOnlyList<Violation> violations) : ReadOnlyCollection<Violation>([.. violations])
{
    public override string ToString() => string.Join("; ", this);
}
