namespace FruitSalad.Shell;

/// <summary>Reads a line from the keyboard and shows nothing of it.</summary>
internal static class SecretLine
{
    internal static string Read()
    {
        var typed = new Stack<char>();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.TryPop(out _);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Push(key.KeyChar);
            }
        }

        Console.WriteLine();
        return new string([.. typed.Reverse()]);
    }
}
