using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FruitSalad.Stealing;

/// <summary>A set of small numbers - tasks, or peers - as bits. On the wire: base64, eight numbers a byte.</summary>
[JsonConverter(typeof(Converter))]
public sealed class NumberSet
{
    private const int Width = 64;
    private ulong[] _bits = [];

    /// <summary>Makes a set of these numbers.</summary>
    public NumberSet(params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            Add(number);
        }
    }

    /// <summary>How many numbers are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a number is in it.</summary>
    public bool Contains(int number) =>
        number / Width < _bits.Length && (_bits[number / Width] & (1UL << (number % Width))) != 0;

    /// <summary>Puts a number in; false: it was there.</summary>
    public bool Add(int number)
    {
        if (Contains(number))
        {
            return false;
        }

        MakeRoom((number / Width) + 1);
        _bits[number / Width] |= 1UL << (number % Width);
        Count++;
        return true;
    }

    /// <summary>Takes a number out.</summary>
    public void Remove(int number)
    {
        if (Contains(number))
        {
            _bits[number / Width] &= ~(1UL << (number % Width));
            Count--;
        }
    }

    /// <summary>Puts in whatever is in the other set; true: something was new.</summary>
    public bool UnionWith(NumberSet other)
    {
        int before = Count;
        MakeRoom(other._bits.Length);
        for (int i = 0; i < other._bits.Length; i++)
        {
            Count += BitOperations.PopCount(other._bits[i] & ~_bits[i]);
            _bits[i] |= other._bits[i];
        }

        return Count > before;
    }

    /// <summary>Whether both hold the same numbers.</summary>
    public bool SetEquals(NumberSet other)
    {
        if (Count != other.Count)
        {
            return false;
        }

        for (int i = 0; i < Math.Min(_bits.Length, other._bits.Length); i++)
        {
            if (_bits[i] != other._bits[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes all numbers out.</summary>
    public void Clear()
    {
        Array.Clear(_bits);
        Count = 0;
    }

    /// <summary>A set of its own with the same numbers.</summary>
    public NumberSet Copy() => new() { _bits = [.. _bits], Count = Count };

    private void MakeRoom(int words)
    {
        if (words > _bits.Length)
        {
            Array.Resize(ref _bits, words);
        }
    }

    /// <summary>Base64 from and to messages.</summary>
    internal sealed class Converter : JsonConverter<NumberSet>
    {
        /// <inheritdoc/>
        public override NumberSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            byte[] bytes = reader.GetBytesFromBase64();
            var set = new NumberSet();
            for (int number = 0; number < bytes.Length * 8; number++)
            {
                if ((bytes[number / 8] & (1 << (number % 8))) != 0)
                {
                    set.Add(number);
                }
            }

            return set;
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, NumberSet value, JsonSerializerOptions options)
        {
            byte[] bytes = new byte[value._bits.Length * 8];
            for (int i = 0; i < value._bits.Length; i++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), value._bits[i]);
            }

            writer.WriteBase64StringValue(bytes);
        }
    }
}
