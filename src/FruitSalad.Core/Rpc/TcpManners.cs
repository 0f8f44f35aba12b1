using System.Net.Sockets;

namespace FruitSalad.Rpc;

/// <summary>How both ends use TCP.</summary>
internal static class TcpManners
{
    /// <summary>
    /// Small messages go out at once; and a connection whose other end vanished without a word - no power, no network -
    /// is asked for a sign of life, and ends after a minute without one. Whoever waits for the other to speak first
    /// would never notice.
    /// </summary>
    public static void Teach(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }
}
