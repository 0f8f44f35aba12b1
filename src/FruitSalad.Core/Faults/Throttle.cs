namespace FruitSalad.Faults;

/// <summary>One direction of a connection through which only so many bytes pass in a second.</summary>
internal struct Throttle
{
    private TimeSpan _free;

    /// <summary>How long a message that comes now takes until its last byte is through.</summary>
    /// <param name="now">By the channel's clock.</param>
    /// <param name="bytes">The message's length.</param>
    /// <param name="bandwidth">Bytes a second; null: no limit.</param>
    public TimeSpan Pass(TimeSpan now, int bytes, double? bandwidth)
    {
        if (bandwidth is not { } rate)
        {
            return TimeSpan.Zero;
        }

        _free = (now > _free ? now : _free) + TimeSpan.FromSeconds(bytes / rate);
        return _free - now;
    }
}
