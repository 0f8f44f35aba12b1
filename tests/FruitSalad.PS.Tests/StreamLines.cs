using System.Text;

namespace FruitSalad.PS.Tests;

/// <summary>A stream of another process, read as it comes.</summary>
internal sealed class StreamLines
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);
    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    public StreamLines(StreamReader reader) => _reading = ReadAsync(reader);

    /// <summary>Waits until a text has come.</summary>
    public void WaitFor(string text)
    {
        var end = DateTime.UtcNow + Bound;
        lock (_text)
        {
            while (!_text.ToString().Contains(text, StringComparison.Ordinal))
            {
                var came = !_reading.IsCompleted && Monitor.Wait(_text, end - DateTime.UtcNow);
                Assert.True(came, $"'{text}' never came; this did:\n{_text}");
            }
        }
    }

    /// <summary>Waits for the end of the stream.</summary>
    public string ReadToEnd()
    {
        Assert.True(_reading.Wait(Bound), $"The stream is still open; this came:\n{this}");
        return ToString();
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[1024];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            Add(buffer.AsSpan(0, count));
        }

        Add([]);
    }

    private void Add(ReadOnlySpan<char> text)
    {
        lock (_text)
        {
            _text.Append(text);
            Monitor.PulseAll(_text);
        }
    }
}
