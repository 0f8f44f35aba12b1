using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FruitSalad.Tasks;

/// <summary>
/// A block of a product of matrices: some rows of the left one times some columns of the right one. Whole numbers stay
/// exact up to 2^53, in whatever language a worker multiplies.
/// </summary>
public static class MatrixBlock
{
    /// <summary>The `kind` of the payload: {"kind":"matrix-block","a":[[...]...],"b":[[...]...]}, both by rows.</summary>
    public const string Kind = "matrix-block";

    /// <summary>
    /// The `kind` of a payload whose matrices are packed, each {"rows":n,"columns":n,"type":"int8","data":"..."}; so is the
    /// product then.
    /// </summary>
    public const string PackedKind = "packed-matrix-block";

    /// <summary>So many rows of the right matrix are used for all of the left one before the next: they stay in a core's cache.</summary>
    private const int Slice = 32;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Multiplies.</summary>
    /// <param name="payload">The task's payload, as JSON.</param>
    /// <param name="cancellation">The product is not wanted any more.</param>
    /// <param name="packed">Whether the matrices are packed.</param>
    /// <returns>The product by rows, or packed, as JSON.</returns>
    /// <exception cref="FormatException">These are no two matrices that can be multiplied.</exception>
    public static string Multiply(string payload, CancellationToken cancellation, bool packed = false)
    {
        double[][]? a, b;
        try
        {
            (a, b) = packed ? JsonSerializer.Deserialize<PackedFactors>(payload, Json)!.Unpack() : JsonSerializer.Deserialize<Factors>(payload, Json)!;
        }
        catch (JsonException unfit)
        {
            throw Unfit(unfit);
        }

        if (a is not [{ Length: > 0 }, ..] || b is not [{ Length: > 0 }, ..]
            || a.Any(row => row?.Length != b.Length) || b.Any(row => row?.Length != b[0].Length))
        {
            throw Unfit();
        }

        double[][] product = Multiply(a, b, cancellation);
        return packed ? Write(product) : JsonSerializer.Serialize(product);
    }

    /// <summary>The payload of a task that multiplies these, as JSON.</summary>
    public static string Payload(double[][] a, double[][] b) =>
        $$"""{"kind":"{{Kind}}","a":{{JsonSerializer.Serialize(a)}},"b":{{JsonSerializer.Serialize(b)}}}""";

    /// <inheritdoc cref="Payload"/>
    public static string PackedPayload(double[][] a, double[][] b) =>
        $$"""{"kind":"{{PackedKind}}","a":{{Write(a)}},"b":{{Write(b)}}}""";

    /// <summary>The product in a result, by rows or packed.</summary>
    /// <exception cref="FormatException">This is no matrix.</exception>
    public static double[][] Read(string product, bool packed) =>
        (packed ? JsonSerializer.Deserialize<PackedMatrix>(product, Json)?.Unpack() : JsonSerializer.Deserialize<double[][]>(product)) ?? throw Unfit();

    /// <summary>The product of two matrices, by rows.</summary>
    public static double[][] Multiply(double[][] a, double[][] b, CancellationToken cancellation = default)
    {
        double[][] product = [.. a.Select(_ => new double[b[0].Length])];
        for (int first = 0; first < b.Length; first += Slice)
        {
            int end = Math.Min(first + Slice, b.Length);
            for (int i = 0; i < a.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                AddSlice(product[i], a[i], b, first, end);
            }
        }

        return product;
    }

    private static void AddSlice(double[] sums, double[] factors, double[][] b, int first, int end)
    {
        for (int k = first; k < end; k++)
        {
            // Along the rows of both: the order in which they lie in memory.
            double factor = factors[k];
            double[] row = b[k];
            int j = 0;
            for (; j <= sums.Length - Vector<double>.Count; j += Vector<double>.Count)
            {
                (new Vector<double>(sums, j) + (factor * new Vector<double>(row, j))).CopyTo(sums, j);
            }

            for (; j < sums.Length; j++)
            {
                sums[j] += factor * row[j];
            }
        }
    }

    /// <summary>What a payload holds beside its kind.</summary>
    private sealed record Factors(double[][]? A, double[][]? B);

    private sealed record PackedFactors(PackedMatrix? A, PackedMatrix? B)
    {
        public Factors Unpack() => new(A?.Unpack(), B?.Unpack());
    }

    private static string Write(double[][] matrix) => JsonSerializer.Serialize(PackedMatrix.Of(matrix), Json);

    private static FormatException Unfit(Exception? cause = null) =>
        new($"A payload of the kind {Kind} has two matrices by rows, a and b, one of the kind {PackedKind} two packed ones; a has as many columns as b has rows.", cause);
}
