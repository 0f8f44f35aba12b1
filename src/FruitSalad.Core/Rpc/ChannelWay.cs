using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using FruitSalad.Faults;
using FruitSalad.Tasks;

namespace FruitSalad.Rpc;

/// <summary>
/// One direction of a connection through a channel: reads whole messages from one socket, lets the plan decide what
/// becomes of each, and writes to the other socket what arrives, when it arrives.
/// </summary>
/// <remarks>
/// The connection's end is the last message: late behind what is on its way and behind a cut, never lost. Only
/// <see cref="CarryAsync"/> touches what is in flight, so that it needs no lock.
/// </remarks>
internal sealed class ChannelWay(ChannelHost channel, Stream from, Stream to, bool toMaster, SeededRandom random)
{
    private readonly Channel<byte[]?> _read = Channel.CreateBounded<byte[]?>(1000);
    private readonly InFlight _inFlight = new();
    private Throttle _throttle;

    /// <summary>Carries messages until the connection's end has arrived.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Task reading = ReadAsync(cancellation);
        try
        {
            await CarryAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await to.DisposeAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        PipeReader reader = PipeReader.Create(from);
        var cutter = new FrameCutter(null);
        try
        {
            ReadResult read;
            do
            {
                read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
                ReadOnlySequence<byte> rest = read.Buffer;
                for (SequencePosition start = rest.Start; cutter.TryCut(ref rest, out _); start = rest.Start)
                {
                    await _read.Writer.WriteAsync(read.Buffer.Slice(start, rest.Start).ToArray(), cancellation).ConfigureAwait(false);
                }

                reader.AdvanceTo(rest.Start, read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException or OperationCanceledException or BadFrameException)
        {
            // Whatever ended it - a crash, a stop, something that is no message - is an end to the other side.
        }

        await reader.CompleteAsync().ConfigureAwait(false);
        _ = _read.Writer.TryWrite(null);
        _read.Writer.TryComplete();
    }

    private async Task CarryAsync(CancellationToken cancellation)
    {
        bool ended = false;
        while (true)
        {
            while (_read.Reader.TryRead(out byte[]? message))
            {
                Accept(message);
                ended |= message is null;
            }

            while (_inFlight.TryTake(channel.Now, out byte[]? arrived))
            {
                if (arrived is null)
                {
                    await channel.HealedAsync(cancellation).ConfigureAwait(false);
                    return;
                }

                if (channel.IsCut)
                {
                    channel.CountCutOff();
                    continue;
                }

                await to.WriteAsync(arrived, cancellation).ConfigureAwait(false);
            }

            await WaitAsync(ended, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next message to come or to arrive.</summary>
    private async Task WaitAsync(bool ended, CancellationToken cancellation)
    {
        TimeSpan? left = _inFlight.NextDue - channel.Now;
        if (ended)
        {
            await channel.DelayAsync(left!.Value, cancellation).ConfigureAwait(false);
            return;
        }

        Task<bool> coming = _read.Reader.WaitToReadAsync(cancellation).AsTask();
        if (left is null)
        {
            await coming.ConfigureAwait(false);
        }
        else
        {
            await Task.WhenAny(coming, channel.DelayAsync(left.Value, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Accept(byte[]? message)
    {
        OneWayPlan plan = toMaster ? channel.Plan.ToMaster : channel.Plan.ToWorker;
        TimeSpan now = channel.Now;
        if (message is null)
        {
            _inFlight.Add(null, now + plan.Delay.Draw(random), overtakes: false);
            return;
        }

        Passage passage = channel.IsCut ? Passage.Lost : plan.Draw(random);
        channel.Count(passage);
        if (!passage.Arrives)
        {
            return;
        }

        if (passage.Damaged)
        {
            Damage(message);
        }

        TimeSpan sent = now + _throttle.Pass(now, message.Length, plan.Bandwidth);
        _inFlight.Add(message, sent + passage.Delay, passage.Overtakes);
        if (passage.CopyAfter is { } later)
        {
            _inFlight.Add(message, sent + later, overtakes: false);
        }
    }

    /// <summary>
    /// No JSON text has a NUL in it: the damage is noticed wherever it strikes, as a checksum would notice it. It
    /// strikes before the message's end, which must still be found.
    /// </summary>
    private static void Damage(byte[] message) => message[^3] = 0;
}
