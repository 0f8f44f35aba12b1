namespace FruitSalad.Tasks;

/// <summary>A product of two square matrices that many can compute together, each some blocks of it.</summary>
/// <param name="Left">The left matrix, by rows.</param>
/// <param name="Right">The right one, by rows.</param>
public sealed record MatrixProduct(double[][] Left, double[][] Right)
{
    private int Size => Left.Length;

    /// <summary>Two matrices of digits.</summary>
    /// <param name="size">How many rows, and columns, each has.</param>
    /// <param name="seed">What they are drawn from.</param>
    public static MatrixProduct Draw(int size, long seed)
    {
        var random = new SeededRandom(seed);
        double[][] Matrix() => [.. Enumerable.Range(0, size).Select(
            _ => Enumerable.Range(0, size).Select(_ => (double)random.Next(10)).ToArray())];
        return new MatrixProduct(Matrix(), Matrix());
    }

    /// <summary>A task for each block, by rows of blocks: some rows of the left matrix, some columns of the right one.</summary>
    /// <param name="name">What to call the recipe.</param>
    /// <param name="parts">Into how many parts the rows, and the columns, are cut: parts x parts blocks.</param>
    /// <param name="packed">Whether the numbers of a matrix cross as one text: harder to read, and much faster.</param>
    public Recipe ToRecipe(string name, int parts, bool packed = false)
    {
        Func<double[][], double[][], string> payload = packed ? MatrixBlock.PackedPayload : MatrixBlock.Payload;
        Range[] cuts = Cuts(parts);
        double[][][] columns = [.. cuts.Select(cut => Right.Select(row => row[cut]).ToArray())];
        return new Recipe(name, [.. Enumerable.Range(0, parts * parts).Select(id =>
            new SaladTask(id, $"block {id / parts},{id % parts}", TimeSpan.Zero)
            {
                Payload = payload(Left[cuts[id / parts]], columns[id % parts]),
            })]);
    }

    /// <summary>The product, put together from the blocks.</summary>
    /// <param name="blocks">The blocks' results, in the order of the recipe's tasks.</param>
    /// <param name="packed">Whether they are packed.</param>
    public double[][] Assemble(IReadOnlyList<string> blocks, bool packed = false)
    {
        int parts = (int)Math.Sqrt(blocks.Count);
        Range[] cuts = Cuts(parts);
        var product = new double[Size][];
        for (int down = 0; down < parts; down++)
        {
            double[][][] row = [.. Enumerable.Range(0, parts)
                .Select(across => MatrixBlock.Read(blocks[(down * parts) + across], packed))];
            int first = cuts[down].Start.Value;
            for (int i = first; i < cuts[down].End.Value; i++)
            {
                product[i] = [.. row.SelectMany(block => block[i - first])];
            }
        }

        return product;
    }

    private Range[] Cuts(int parts) =>
        [.. Enumerable.Range(0, parts).Select(part => (Size * part / parts)..(Size * (part + 1) / parts))];
}
