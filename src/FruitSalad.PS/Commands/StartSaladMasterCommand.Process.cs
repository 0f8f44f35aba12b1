using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FruitSalad.Processes;
using FruitSalad.Rpc;
using FruitSalad.Store;

namespace FruitSalad.PS.Commands;

public sealed partial class StartSaladMasterCommand
{
    /// <summary>Enough for a busy machine to start a process and read a long salad.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Runs the master in a process of its own, so that it can be killed: Stop-SaladMaster -Force does. It ends with this
    /// session.
    /// </summary>
    [Parameter]
    public SwitchParameter Process { get; set; }

    /// <summary>
    /// How many masters to start on the one salad of -Path or -Store; whichever falls, the others go on. They listen on
    /// -Port and the ports after it, or each on a free one.
    /// </summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1, 100)]
    public int Count { get; set; } = 1;

    /// <summary>
    /// Runs the master in a process that stays when this session and its terminal end. It says how to reach and how to stop
    /// it.
    /// </summary>
    [Parameter]
    public SwitchParameter Detached { get; set; }

    private List<SaladMasterHandle> StartProcesses(SaladSettings settings, IReadOnlyList<NewTask> tasks)
    {
        var command = WorkerHost();
        var masters = new List<SaladMasterHandle>();
        var started = new List<MasterProcess>();
        try
        {
            for (var i = 0; i < Count; i++)
            {
                started.Add(MasterProcess.Start(command, MakeSettings(settings, tasks, PortOf(i))));
            }

            for (var i = 0; i < Count; i++)
            {
                masters.Add(Await(OpenAsync(started[i], PortOf(i))));
            }

            return masters;
        }
        catch (Exception failed)
        {
            masters.ForEach(master => master.Dispose());
            foreach (var process in started)
            {
                process.Kill();
            }

            throw failed is Win32Exception cannot ? Terminating(Errors.WorkerHostUnavailable(cannot.Message, cannot)) : failed;
        }
    }

    private async Task<SaladMasterHandle> OpenAsync(MasterProcess process, int port)
    {
        var report = await process.Ready.WaitAsync(StartTimeout, StopToken);
        if (report.Join is not { } join)
        {
            throw new ErrorRecordException(Explain(report, port));
        }

        if (report.Warning is { } warning)
        {
            Post(() => WriteWarning(Text.Of(Strings.UserFileNotWritten, warning)));
        }

        var master = SaladMasterHandle.Of(join, process, Detached);
        await master.OpenAsync(StopToken);
        return master;
    }

    private ErrorRecord Explain(MasterReport report, int port)
    {
        var address = new MasterAddress(Address.ToString(), port);
        var cause = new InvalidOperationException(report.Error);
        return report switch
        {
            { Store: { } fault } => Errors.OfStore(new StoreException(fault, report.Error!), _store!.Place),
            { Socket: SocketError.AddressAlreadyInUse } => Errors.PortTaken(port, cause),
            { Socket: not null } => Errors.AddressNotUsable(address, cause),
            { Unfit: true } => Errors.TasksUnfit(Task, cause),
            _ => Errors.MasterNotStarted(address, cause),
        };
    }

    private MasterSettings MakeSettings(SaladSettings settings, IReadOnlyList<NewTask> tasks, int port) => new()
    {
        Address = Address.ToString(),
        Port = port,
        Certificate = Export(),
        AllowInsecure = AllowInsecure,
        File = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path),
        Database = Store,
        User = Credential?.UserName,
        Password = Credential?.GetNetworkCredential().Password,
        Salad = settings,
        IsNamed = IsNamed,
        Tasks = tasks,
        Detached = Detached,
        Culture = CultureInfo.CurrentUICulture.Name,
    };

    private byte[]? Export()
    {
        try
        {
            return Certificate?.Export(X509ContentType.Pkcs12);
        }
        catch (CryptographicException kept)
        {
            throw Terminating(Errors.CertificateKeyNotExportable(Certificate!, Certificate!.Subject, kept));
        }
    }

    private void TellDetached(SaladMasterHandle master)
    {
        var file = OwnerFile is null ? UserFolder.FileOf(master.Port) : GetUnresolvedProviderPathFromPSPath(OwnerFile);
        WriteInformation(
            new HostInformationMessage { Message = Text.Of(Strings.MasterDetached, master.Name, master, master.ProcessId, file) },
            ["PSHOST"]);
    }
}
