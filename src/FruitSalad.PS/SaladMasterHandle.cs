using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.Processes;
using FruitSalad.Rpc;

namespace FruitSalad.PS;

/// <summary>
/// A master, wherever it runs: in this session, in another process, on another machine. Every cmdlet goes through one
/// and makes the same calls. Start-SaladMaster and Connect-SaladMaster return it.
/// </summary>
public sealed class SaladMasterHandle : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(4);
    private readonly List<string> _files = [];
    private int _processId;
    private bool _isDetour;
    private IOwnerCalls? _calls;

    private SaladMasterHandle(IReadOnlyList<MasterAddress> addresses)
    {
        Addresses = addresses;
        Address = addresses[0].Host;
        Port = addresses[0].Port;
        Name = addresses[0].ToString();
    }

    /// <summary>The salad's name.</summary>
    public string Name { get; private set; }

    /// <summary>The name or the address of the machine that the master listens on.</summary>
    public string Address { get; private set; }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Its process, where it is known: this one for a master of this session; else 0.</summary>
    public int ProcessId => Host is not null ? Environment.ProcessId : _processId;

    /// <summary>Whether the master runs in this session.</summary>
    public bool IsLocal => Host is not null;

    /// <summary>The salad's identity.</summary>
    public Guid Salad { get; private set; }

    /// <summary>The recorded seed of everything random in the salad.</summary>
    public long Seed { get; private set; }

    /// <summary>What durations are multiplied with; 1 for real seconds.</summary>
    public double TimeScale { get; private set; } = 1;

    /// <summary>The master itself, where it runs in this session.</summary>
    internal MasterHost? Host { get; private init; }

    /// <summary>The master's own process, where this session started it and it ends with the session.</summary>
    internal MasterProcess? Process { get; private init; }

    /// <summary>Where the masters beside it listen, as far as was heard.</summary>
    internal IReadOnlyList<MasterAddress> Beside { get; set; } = [];

    /// <summary>Where to connect, in the order to try, seen from this machine.</summary>
    internal IReadOnlyList<MasterAddress> Addresses { get; private set; }

    /// <summary>The worker's secret, where it is known.</summary>
    internal byte[]? WorkerKey { get; private set; }

    /// <summary>The owner's secret, where it is known.</summary>
    internal byte[]? OwnerKey { get; private set; }

    /// <summary>The secret of a role, where it is known.</summary>
    internal byte[]? KeyOf(Role role) => role == Role.Owner ? OwnerKey : WorkerKey;

    /// <summary>Whether calls can be made.</summary>
    internal bool IsOpen => _calls is not null;

    /// <summary>The owner's calls. Of a master that has ended in this session, those that read still work.</summary>
    internal IOwnerCalls Calls => _calls ?? throw new InvalidOperationException($"{this} has not been opened.");

    /// <summary>A master of this session.</summary>
    internal static SaladMasterHandle Of(MasterHost host)
    {
        var (address, port) = (host.EndPoint.Address, host.EndPoint.Port);
        var isAny = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        var near = isAny ? IPAddress.Loopback : address;
        var settings = host.Master.Settings;
        return new SaladMasterHandle([new MasterAddress(near.ToString(), port) { Fingerprint = host.Options.Fingerprint }])
        {
            Host = host,
            Name = settings.Name,
            Address = isAny ? Dns.GetHostName() : address.ToString(),
            Salad = settings.Id,
            Seed = settings.Seed,
            TimeScale = settings.TimeScale,
            WorkerKey = host.Options.Keys.Worker,
            OwnerKey = host.Options.Keys.Owner,
            _calls = new LocalOwner(host),
        };
    }

    /// <summary>A master that serves in a process of its own.</summary>
    /// <param name="join">How to reach it.</param>
    /// <param name="process">The process.</param>
    /// <param name="detached">Whether it stays when this session ends.</param>
    internal static SaladMasterHandle Of(JoinFile join, MasterProcess process, bool detached)
    {
        var handle = new SaladMasterHandle([.. join.Addresses()])
        {
            Process = detached ? null : process,
            _processId = process.ProcessId,
        };
        handle.Learn(join);
        return handle;
    }

    /// <summary>A master that another one, or a store, told of.</summary>
    /// <param name="seen">The master.</param>
    /// <param name="workerKey">Its salad's secrets, as far as they are known.</param>
    /// <param name="ownerKey">Its salad's secrets, as far as they are known.</param>
    internal static SaladMasterHandle Of(MasterView seen, byte[]? workerKey, byte[]? ownerKey) => new([AddressOf(seen)])
    {
        _processId = seen.Pid,
        WorkerKey = workerKey,
        OwnerKey = ownerKey,
    };

    /// <summary>Any of several masters of one salad: what is asked, the first one that answers is asked.</summary>
    /// <returns>Null: they are of two salads.</returns>
    internal static SaladMasterHandle? AnyOf(IReadOnlyList<SaladMasterHandle> masters)
    {
        var known = masters.FirstOrDefault(master => master.WorkerKey is not null) ?? masters[0];
        return masters.Any(master => master.Salad != default && master.Salad != known.Salad)
            ? null
            : new SaladMasterHandle([.. masters.SelectMany(master => master.Addresses).Distinct()])
            {
                Name = known.Name,
                Salad = known.Salad,
                Seed = known.Seed,
                TimeScale = known.TimeScale,
                WorkerKey = known.WorkerKey,
                OwnerKey = known.OwnerKey,
            };
    }

    /// <summary>A master of which only the address is known.</summary>
    internal static SaladMasterHandle At(MasterAddress address) => new([address]);

    /// <summary>The same master, but workers reach it by another address. Not one of the session's masters.</summary>
    internal SaladMasterHandle Through(MasterAddress address) => new([address])
    {
        _isDetour = true,
        Host = Host,
        Name = Name,
        Salad = Salad,
        Seed = Seed,
        TimeScale = TimeScale,
        WorkerKey = WorkerKey,
        OwnerKey = OwnerKey,
        _calls = Host is null ? null : _calls,
    };

    /// <summary>The master that a join file tells of.</summary>
    internal static SaladMasterHandle Of(JoinFile file)
    {
        var handle = new SaladMasterHandle([.. file.Addresses()]);
        handle.Learn(file);
        return handle;
    }

    /// <summary>
    /// Looks for the secret that a master of the same user has left on this machine. Only asked for an address of this
    /// machine.
    /// </summary>
    internal JoinFileFault FindSecret()
    {
        var first = JoinFileFault.None;
        var addresses = new List<MasterAddress>();
        foreach (var address in Addresses)
        {
            var fault = JoinFile.TryRead(UserFolder.FileOf(address.Port), out var file);
            first = first == JoinFileFault.None ? fault : first;
            addresses.AddRange(file?.Addresses() ?? [address]);
            if (file is not null)
            {
                Learn(file);
            }
        }

        Addresses = addresses;
        return WorkerKey is null ? first : JoinFileFault.None;
    }

    /// <summary>Connects to a master that is not of this session; at once, if that has been done.</summary>
    /// <exception cref="MasterUnreachableException">None of its addresses answers, or not the right one does.</exception>
    internal async Task OpenAsync(CancellationToken cancellation)
    {
        if (_calls is not null)
        {
            return;
        }

        var owner = new RemoteOwner(Addresses, OwnerKey!);
        var welcome = await owner.OpenAsync(cancellation);
        (Name, Salad, Seed, TimeScale) = (welcome.Name, welcome.Salad, welcome.Seed, welcome.TimeScale);
        (Address, Port) = (owner.Address.Host, owner.Address.Port);
        _calls = owner;
    }

    /// <summary>Whether this is the master that an address means.</summary>
    internal bool IsAt(MasterAddress address) => Port == address.Port
        && (Addresses.Any(own => own.Host == address.Host || (IsLoopback(own.Host) && IsLoopback(address.Host)))
            || string.Equals(Address, address.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether this handle knows every secret that another one knows.</summary>
    internal bool Knows(SaladMasterHandle other) =>
        (other.OwnerKey is null || OwnerKey is not null) && (other.WorkerKey is null || WorkerKey is not null);

    /// <summary>Whether a name or an address is this machine's.</summary>
    internal static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Hears of the masters beside it.</summary>
    internal void Hear(IReadOnlyList<MasterView> masters)
    {
        // Workers of a detour would leave it otherwise.
        if (!_isDetour)
        {
            Beside = [.. masters.Where(IsReachable).Select(AddressOf)];
        }
    }

    /// <summary>Writes what others need to join. The file goes when the master goes.</summary>
    /// <param name="path">Where.</param>
    /// <param name="asOwner">Whether they may add, read and stop as well as work.</param>
    internal void Invite(string path, bool asOwner)
    {
        string[] hosts = Address == Addresses[0].Host ? [Address] : [Address, .. OwnAddresses()];
        var file = new JoinFile(
            Salad, [.. hosts.Select(host => new MasterAddress(host, Port)).Concat(Beside).Select(address => address.ToString())])
        {
            Fingerprint = Addresses[0].Fingerprint,
            WorkerKey = WorkerKey,
            OwnerKey = asOwner ? OwnerKey : null,
        };
        file.Write(path);
        _files.Add(path);
    }

    /// <summary>Leaves the secrets to the same user's other terminals.</summary>
    internal void LeaveSecret() => UserFolder.Leave(Port, new JoinFile(Salad, [Addresses[0].ToString()])
    {
        Fingerprint = Addresses[0].Fingerprint,
        WorkerKey = WorkerKey,
        OwnerKey = OwnerKey,
    });

    /// <inheritdoc/>
    public override string ToString() => new MasterAddress(Address, Port).ToString();

    /// <summary>
    /// Stops the master if this session runs it or its process, or ends the connection to it. What the salad was stays
    /// readable where it ran in this session.
    /// </summary>
    public void Dispose()
    {
        Session.Remove(this);
        if (Host is null && Process is null)
        {
            (_calls as RemoteOwner)?.Dispose();
            return;
        }

        // The files first: whoever finds one should find somebody listening too.
        UserFolder.Clear(Port, Salad);
        _files.ForEach(File.Delete);
        _files.Clear();
        (_calls as RemoteOwner)?.Dispose();
        var closing = Host is null ? Process!.DisposeAsync().AsTask() : Host.DisposeAsync().AsTask();
        closing.Wait(CloseTimeout);
    }

    /// <summary>Whether that is another master, which workers from here can reach as safely as this one.</summary>
    private bool IsReachable(MasterView master) => !master.Asked
        && (master.Host == Environment.MachineName || !IsLoopback(AddressOf(master).Host))
        && (master.Fingerprint is not null || Addresses[0].Fingerprint is null);

    private static MasterAddress AddressOf(MasterView master) => MasterAddress.TryParse(master.Address, out var address)
        ? address with { Fingerprint = master.Fingerprint }
        : throw new FormatException($"'{master.Address}' is no master's address.");

    private static IEnumerable<string> OwnAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Where(own => own.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(own.Address))
        .Select(own => own.Address.ToString());

    private void Learn(JoinFile file)
    {
        (Salad, WorkerKey, OwnerKey) = (file.Salad, file.WorkerKey, file.OwnerKey);
    }
}
