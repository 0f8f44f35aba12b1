using System.Text;
using System.Text.Json;
using FruitSalad.Worker;

namespace FruitSalad.Processes;

/// <summary>What a child process tells its parent on its standard output: one line at a time.</summary>
internal sealed class ChildOutput : IDisposable
{
    /// <summary>What a line begins with that names the port where a peer listens.</summary>
    public const string Port = "port ";

    private readonly StreamWriter _output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };

    /// <summary>How a line of its log looks there.</summary>
    public static string TextOf(WorkerLine line) => JsonSerializer.Serialize(line, ProcessJson.Default.WorkerLine);

    public void Say(WorkerLine line) => Write(TextOf(line));

    public void Write(string text)
    {
        try
        {
            lock (_output)
            {
                _output.WriteLine(text);
            }
        }
        catch (IOException)
        {
            // Nobody listens any more. The work goes on until the end of standard input says the same.
        }
    }

    public void Dispose() => _output.Dispose();
}
