namespace FruitSalad.Benchmarks;

/// <summary>One quantity measured in several rounds: what counts is the median; how far to trust it, the spread.</summary>
internal sealed class Figure(string name, string unit)
{
    private readonly List<double> _rounds = [];

    public double Median => _rounds.Order().ElementAt(_rounds.Count / 2);

    public void Add(double value) => _rounds.Add(value);

    /// <summary>Median [min..max], and how many times the other figure's median that is.</summary>
    public void Print(Figure? basis = null)
    {
        string ratio = basis is null ? "" : $"  {Median / basis.Median:0.00}x {basis.Name}";
        Console.WriteLine($"{name,-44} {Median,14:N0} {unit,-10} [{_rounds.Min():N0}..{_rounds.Max():N0}]{ratio}");
    }

    private string Name => name;
}
