using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using FruitSalad.Rpc;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using StreamJsonRpc.Reflection;

namespace FruitSalad.Core.Tests.Rpc;

/// <summary>The handler by itself, where no race is needed to see what it does with its buffers.</summary>
public class FrameHandlerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_s_parameters_stay_until_they_are_read_and_then_the_buffer_goes_back(bool lines)
    {
        const string Json = """{"jsonrpc":"2.0","id":1,"method":"f","params":{"fruit":"pomme"}}""";
        byte[] frame = Encoding.ASCII.GetBytes(lines ? Json + "\n" : $"Content-Length: {Json.Length}\r\n\r\n{Json}");
        using var pool = new ScribblingPool();
        PipeReader reader = PipeReader.Create(new MemoryStream(frame), new StreamPipeReaderOptions(pool));
        await using var handler = new FrameHandler(
            PipeWriter.Create(Stream.Null), reader, new SystemTextJsonFormatter(), framing: null);

        var request = Assert.IsAssignableFrom<JsonRpcRequest>(await handler.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(request.TryGetArgumentByNameOrIndex("fruit", -1, typeof(string), out object? fruit));
        Assert.Equal(("pomme", 0), (fruit, pool.Returned));

        ((IJsonRpcMessageBufferManager)handler).DeserializationComplete(request);
        Assert.Equal(1, pool.Returned);
    }

    [Fact]
    public async Task Each_error_that_goes_out_is_seen()
    {
        var seen = new List<string?>();
        await using var handler = new FrameHandler(
            PipeWriter.Create(Stream.Null), PipeReader.Create(new MemoryStream()), new SystemTextJsonFormatter(), framing: true,
            error =>
            {
                seen.Add(error.Error?.Message);
                return false;
            });
        await handler.WriteAsync(new JsonRpcResult { RequestId = new RequestId(1) }, TestContext.Current.CancellationToken);
        await handler.WriteAsync(
            new JsonRpcError { RequestId = new RequestId(2), Error = new JsonRpcError.ErrorDetail { Message = "no" } },
            TestContext.Current.CancellationToken);

        Assert.Equal(["no"], seen);
    }

    [Fact]
    public async Task Last_words_are_said_when_the_other_side_has_them()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        await using var handler = new FrameHandler(
            pipe.Writer, PipeReader.Create(new MemoryStream()), new SystemTextJsonFormatter(), framing: true, _ => true);
        bool said = false;
        handler.LastWordsSaid += () => said = true;

        Task writing = handler.WriteAsync(
            new JsonRpcError { RequestId = new RequestId(1), Error = new JsonRpcError.ErrorDetail { Message = "no" } },
            TestContext.Current.CancellationToken).AsTask();
        ReadResult read = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(said);
        pipe.Reader.AdvanceTo(read.Buffer.End);

        await writing.WaitAsync(TestHost.Bound, TestContext.Current.CancellationToken);
        Assert.True(said);
    }

    /// <summary>Writes over whatever is given back, as its next user would.</summary>
    private sealed class ScribblingPool : MemoryPool<byte>
    {
        public int Returned { get; private set; }

        public override int MaxBufferSize => int.MaxValue;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => new Owner(this, Math.Max(minBufferSize, 4096));

        protected override void Dispose(bool disposing)
        {
        }

        private sealed class Owner(ScribblingPool pool, int size) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = new byte[size];

            public void Dispose()
            {
                Memory.Span.Fill((byte)'x');
                pool.Returned++;
            }
        }
    }
}
