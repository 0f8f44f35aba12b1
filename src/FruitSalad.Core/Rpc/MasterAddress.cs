using System.Globalization;

namespace FruitSalad.Rpc;

/// <summary>Where a master listens, and how to know that it is the right one.</summary>
/// <param name="Host">A name or an address.</param>
/// <param name="Port">The port.</param>
public sealed record MasterAddress(string Host, int Port)
{
    /// <summary>The SHA-256 of the master's certificate, hexadecimal; with it the connection is TLS. Null: in the clear.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Reads "host:port", "[::1]:port", "host" or "port".</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address; the port is the tutorial's where none is given, the host this machine.</param>
    /// <returns>False: the text is none of these.</returns>
    public static bool TryParse(string text, out MasterAddress address)
    {
        address = new MasterAddress("127.0.0.1", MasterOptions.DefaultPort);
        text = text.Trim();
        if (TryPort(text, out int port))
        {
            address = address with { Port = port };
            return true;
        }

        int colon = text.LastIndexOf(':');
        bool hasPort = colon > 0 && (text[colon - 1] == ']' || text.IndexOf(':') == colon);
        string host = hasPort ? text[..colon] : text;
        port = MasterOptions.DefaultPort;
        if (hasPort && !TryPort(text[(colon + 1)..], out port))
        {
            return false;
        }

        host = host.Trim('[', ']');
        address = new MasterAddress(host, port);
        return Uri.CheckHostName(host) != UriHostNameType.Unknown;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
}
