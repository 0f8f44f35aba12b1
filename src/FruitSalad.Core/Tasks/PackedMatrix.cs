using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FruitSalad.Tasks;

/// <summary>
/// A matrix whose numbers cross as one text: what reads JSON has one value to read instead of a million, which would take
/// it as long as their multiplication.
/// </summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="Type">What the numbers are.</param>
/// <param name="Data">The numbers, row by row, little-endian; base64 in JSON.</param>
internal sealed record PackedMatrix(int Rows, int Columns, PackedMatrix.Number Type, byte[] Data)
{
    /// <summary>What the numbers are, the smallest first.</summary>
    internal enum Number
    {
        Int8,
        Int16,
        Int32,
        Float64,
    }

    /// <summary>Packs a matrix as small as it goes without changing a number.</summary>
    public static PackedMatrix Of(double[][] matrix)
    {
        double low = matrix.Min(row => row.Min());
        double high = matrix.Max(row => row.Max());
        bool whole = matrix.All(row => Array.TrueForAll(row, double.IsInteger));
        return (whole, low, high) switch
        {
            (true, >= sbyte.MinValue, <= sbyte.MaxValue) => Pack<sbyte>(matrix, Number.Int8),
            (true, >= short.MinValue, <= short.MaxValue) => Pack<short>(matrix, Number.Int16),
            (true, >= int.MinValue, <= int.MaxValue) => Pack<int>(matrix, Number.Int32),
            _ => Pack<double>(matrix, Number.Float64),
        };
    }

    /// <summary>The matrix by rows; null: there is not as much data as it says.</summary>
    public double[][]? Unpack() => Type switch
    {
        Number.Int8 => Unpack<sbyte>(),
        Number.Int16 => Unpack<short>(),
        Number.Int32 => Unpack<int>(),
        _ => Unpack<double>(),
    };

    private static PackedMatrix Pack<T>(double[][] matrix, Number type)
        where T : unmanaged, INumberBase<T>
    {
        int columns = matrix[0].Length;
        var data = new byte[matrix.Length * columns * Unsafe.SizeOf<T>()];
        Span<T> numbers = MemoryMarshal.Cast<byte, T>(data.AsSpan());
        for (int i = 0; i < matrix.Length; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                numbers[(i * columns) + j] = T.CreateTruncating(matrix[i][j]);
            }
        }

        return new PackedMatrix(matrix.Length, columns, type, data);
    }

    private double[][]? Unpack<T>()
        where T : unmanaged, INumberBase<T>
    {
        // Divided, not multiplied: rows, columns and the size of a number together can be more than a long holds.
        (int count, int rest) = Math.DivRem(Data.Length, Unsafe.SizeOf<T>());
        if (Rows < 1 || Columns < 1 || rest != 0 || (long)Rows * Columns != count)
        {
            return null;
        }

        ReadOnlySpan<T> numbers = MemoryMarshal.Cast<byte, T>(Data);
        double[][] matrix = [.. Enumerable.Range(0, Rows).Select(_ => new double[Columns])];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                matrix[i][j] = double.CreateTruncating(numbers[(i * Columns) + j]);
            }
        }

        return matrix;
    }
}
