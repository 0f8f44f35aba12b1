using System.IO.Pipelines;
using System.Text.Json;
using FruitSalad.Contract;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace FruitSalad.Rpc;

/// <summary>A JSON-RPC channel over a stream, set up the same way on both sides.</summary>
internal sealed class RpcChannel : IDisposable
{
    private static readonly JsonRpcTargetOptions TargetOptions = new()
    {
        MethodNameTransform = ContractMethods.WireName,
        UseSingleObjectParameterDeserialization = true,
        AllowNonPublicInvocation = false,
        DisposeOnDisconnect = false,
    };

    /// <summary>A waiting connection holds one buffer: large enough for a payload of megabytes, small enough for a thousand workers.</summary>
    private static readonly StreamPipeReaderOptions Reading = new(bufferSize: 32 << 10);

    private readonly FrameHandler _frames;
    private readonly Stream _stream;

    public RpcChannel(Stream stream, bool? lines, Func<JsonRpcError, bool>? refusing = null)
    {
        _stream = stream;
        var formatter = new SystemTextJsonFormatter { JsonSerializerOptions = new JsonSerializerOptions(SaladJson.Wire) };
        _frames = new FrameHandler(PipeWriter.Create(stream), PipeReader.Create(stream, Reading), formatter, lines, refusing);

        // Not from within the writing, which ends first.
        _frames.LastWordsSaid += () => _ = Task.Run(Dispose);
        Rpc = new ContractRpc(_frames)
        {
            // Calls begin in the order in which they come, though they may end in another.
            SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false),
            CancelLocallyInvokedMethodsWhenConnectionIsClosed = true,
        };
        Rpc.TraceSource.Switch.Level = System.Diagnostics.SourceLevels.Off;
    }

    public JsonRpc Rpc { get; }

    /// <summary>The largest frame accepted from the other side now, in bytes.</summary>
    public int FrameLimit
    {
        get => _frames.Limit;
        set => _frames.Limit = value;
    }

    /// <summary>Makes the methods of one interface callable, and nothing else of the target.</summary>
    public void Expose<T>(T target)
        where T : class => Rpc.AddLocalRpcTarget(target, TargetOptions);

    public void Dispose()
    {
        Rpc.Dispose();
        _stream.Dispose();
    }
}
