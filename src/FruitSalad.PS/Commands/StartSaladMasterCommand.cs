using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using FruitSalad.Contract;
using FruitSalad.Rpc;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Commands;

/// <summary>Starts a master: it keeps the tasks of a salad, hands them to workers and collects their results.</summary>
/// <remarks>
/// <para>
/// The master runs in this session, or with -Process in a process of its own, and listens on a port of this machine. Workers ask it for tasks (Start-SaladWorker);
/// it never calls them. The clock starts when the first worker asks, or when all that -ExpectWorkers announces are
/// there. Every other terminal of the same user can steer it by its port alone.
/// </para>
/// <para>
/// Each task is executed at least once and its result is accepted exactly once: a worker that is only slow may be taken
/// for dead, and its task be given to another.
/// </para>
/// <para>
/// A recipe is put in an order drawn from the seed and numbered from 0. The seed is recorded and shown: the same seed
/// gives the same order again. -TimeScale multiplies every duration, so that a lesson of half a minute passes in a second.
/// </para>
/// </remarks>
/// <example>
/// <code>$m = Start-SaladMaster -Recipe FruitSalad -Port 0 -TimeScale 0.1 -Seed 1</code>
/// <para>Starts a master for the tutorial's salad on a free port, ten times faster than in real life.</para>
/// </example>
/// <example>
/// <code>Start-SaladMaster -Preset Basic -Wait -Verbose</code>
/// <para>Serves the salad in the foreground, without any timeout, until it has ended or Ctrl+C is pressed.</para>
/// </example>
/// <example>
/// <code>Start-SaladMaster -KeepOpen; Add-SaladTask -Name kiwi -Seconds 2; Complete-Salad</code>
/// <para>Starts a master with an empty list, adds a task, and says that no more will come.</para>
/// </example>
/// <example>
/// <code>Start-SaladMaster -Address 0.0.0.0 -Certificate $certificate -JoinFile ./join.json</code>
/// <para>Lets workers of other machines join, over TLS, with the file that is written.</para>
/// </example>
/// <example>
/// <code>Start-SaladMaster -Path ./salad.db -Verbose</code>
/// <para>Keeps the salad in a file. The same line again, after the master was killed, goes on where it was.</para>
/// </example>
/// <example>
/// <code>$masters = Start-SaladMaster -Path ./salad.db -Process -Count 3; $masters[0] | Start-SaladWorker -Count 4; $masters[0] | Stop-SaladMaster -Force</code>
/// <para>Three masters of one salad, each a process. One is killed; the workers go on with the others.</para>
/// </example>
/// <example>
/// <code>Start-SaladMaster -Path ./salad.db -Detached</code>
/// <para>A master that stays when the terminal is closed; from another one, Connect-SaladMaster | Stop-SaladMaster stops it.</para>
/// </example>
/// <example>
/// <code>Start-SaladMaster -Store 'Host=db;Database=salads' -Credential $who -Name midi</code>
/// <para>Serves the salad 'midi' of a database, which masters on other machines may serve as well.</para>
/// </example>
/// <seealso href="https://learn.microsoft.com/dotnet/core/additional-tools/self-signed-certificates-guide">How to make a certificate</seealso>
[Cmdlet(VerbsLifecycle.Start, "SaladMaster", DefaultParameterSetName = OfRecipe, SupportsShouldProcess = true)]
[OutputType(typeof(SaladMasterHandle), typeof(MasterStatus))]
public sealed partial class StartSaladMasterCommand : PolicyCommand
{
    private const string OfRecipe = nameof(OfRecipe);
    private const string OfTasks = nameof(OfTasks);

    /// <summary>
    /// The salad's list of tasks: the name of a recipe that comes with the module, the path of a recipe's file (.psd1 or
    /// .json), or a recipe from Get-SaladRecipe, New-SaladRecipe or Import-SaladRecipe.
    /// </summary>
    /// <value>FruitSalad</value>
    [Parameter(Position = 0, ParameterSetName = OfRecipe)]
    [RecipeCompleter]
    [ValidateNotNull]
    public object Recipe { get; set; } = Tasks.Recipe.FruitSalad;

    /// <summary>
    /// Tasks of your own, handed out in this order: names, or objects or hashtables with Name, Seconds, Payload (what
    /// the worker needs beyond the name), DependsOn (numbers, from 0, of tasks that must be done before), Priority,
    /// DelaySeconds, RunLimitSeconds, MaxAttempts and Label, as with Add-SaladTask.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = OfTasks)]
    [ValidateNotNull]
    public object[] Task { get; set; } = [];

    /// <summary>
    /// Takes more tasks while it runs, until Complete-Salad says that no more will come. Without -Recipe and -Task it
    /// begins with none.
    /// </summary>
    [Parameter]
    public SwitchParameter KeepOpen { get; set; }

    /// <summary>The port to listen on. 0: any that is free.</summary>
    /// <value>18861</value>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = MasterOptions.DefaultPort;

    /// <summary>The address to listen on. 0.0.0.0: all of this machine's, which needs -Certificate or -AllowInsecure.</summary>
    /// <value>127.0.0.1, which only this machine can reach</value>
    [Parameter]
    [ValidateNotNull]
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>A certificate with its private key: all connections are then TLS, and join files name it.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Lets other machines connect without TLS: whoever sees the network then sees all but the secrets.</summary>
    [Parameter]
    public SwitchParameter AllowInsecure { get; set; }

    /// <summary>What durations of tasks and policies are multiplied with: 1 for real seconds, 0.1 for ten times faster.</summary>
    /// <value>1</value>
    [Parameter]
    [ValidateRange(1e-6, 1e6)]
    public double TimeScale { get; set; } = 1;

    /// <summary>The number that everything random in the salad follows from: the same seed gives the same order.</summary>
    /// <value>A random one, which the master shows</value>
    [Parameter]
    public long? Seed { get; set; }

    /// <summary>Hands the recipe out in the order in which it is written.</summary>
    [Parameter(ParameterSetName = OfRecipe)]
    public SwitchParameter NoShuffle { get; set; }

    /// <summary>Hands nothing out before so many workers are there: all start together, and so does the clock. 0: to whoever comes.</summary>
    /// <value>0</value>
    [Parameter]
    [ValidateRange(0, 10_000)]
    public int ExpectWorkers { get; set; }

    /// <summary>This process works too, as one more worker in a thread of its own: it counts among those of -ExpectWorkers.</summary>
    [Parameter]
    public SwitchParameter IncludeMaster { get; set; }

    /// <summary>What to call the salad; with -Path or -Store also: which of those that are there to go on with.</summary>
    /// <value>The recipe's name, or salad; the only one of the store</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>A file to write for workers of other machines: the addresses and the workers' secret. Removed at the master's stop.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JoinFile { get; set; }

    /// <summary>A file to write for owners on other machines: as -JoinFile, with the owner's secret as well.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OwnerFile { get; set; }

    /// <summary>
    /// Stays in the foreground until the salad has ended, then closes the master and returns the final status. Ctrl+C
    /// stops it.
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    private bool IsNamed => Name is not null || Has(nameof(Recipe));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Strategy == Tasks.Strategy.WorkStealing)
        {
            throw Terminating(Errors.StealingHasNoMaster());
        }

        var (name, tasks) = MakeTasks(Seed ??= Random.Shared.Next());
        _store = FindStore(Path, Store, Credential);
        if (Count > 1 && _store is null)
        {
            throw Terminating(Errors.SeveralMastersNeedStore(Count));
        }

        if (!ShouldProcess(new MasterAddress(Address.ToString(), Port).ToString()))
        {
            return;
        }

        var settings = MakeSettings(Name ?? name);
        var masters = Start(settings, tasks);
        try
        {
            masters.ForEach(master => master.Beside = [.. masters.Where(other => other != master).Select(other => other.Addresses[0])]);
            WriteFiles(masters);
            foreach (var master in masters)
            {
                var status = Await(master.Calls.GetStatusAsync(new StatusQuery(), StopToken));

                // Before anybody hears of it: whoever reads the banner finds the master among the session's.
                Session.Add(master);
                Tell(master, status, settings.Id);
            }

            if (IncludeMaster)
            {
                new WorkerStarter(masters[0], command: null).Start($"W-{Environment.ProcessId}");
            }
        }
        catch
        {
            masters.ForEach(master => master.Dispose());
            throw;
        }

        if (Wait)
        {
            Serve(masters);
        }
        else
        {
            WriteObject(masters, enumerateCollection: true);
        }
    }

    private NewTask[] ReadTasks()
    {
        try
        {
            return Array.ConvertAll(Task, TaskInput.Read);
        }
        catch (Exception unfit) when (unfit is PSInvalidCastException or ArgumentException or OverflowException)
        {
            throw Terminating(Errors.TasksUnfit(Task, unfit));
        }
    }

    private (string Name, IReadOnlyList<NewTask> Tasks) MakeTasks(long seed)
    {
        if (ParameterSetName == OfTasks)
        {
            return ("salad", ReadTasks());
        }

        if (KeepOpen && !Has(nameof(Recipe)))
        {
            return ("salad", []);
        }

        var recipe = FindRecipe(Recipe);

        // Numbers are places in the list: where tasks depend on numbers, the list stays as it is.
        var shuffles = !NoShuffle && recipe.Tasks.All(task => task.DependsOn.Count == 0);
        return (recipe.Name, [.. (shuffles ? recipe.Shuffle(seed) : recipe).Tasks.Select(TaskInput.Of)]);
    }

    private List<SaladMasterHandle> Start(SaladSettings settings, IReadOnlyList<NewTask> tasks)
    {
        if (Certificate is { HasPrivateKey: false })
        {
            throw Terminating(Errors.CertificateWithoutKey(Certificate, Certificate.Subject));
        }

        if (!IPAddress.IsLoopback(Address) && Certificate is null && !AllowInsecure)
        {
            throw Terminating(Errors.InsecureAddress(Address));
        }

        var masters = new List<SaladMasterHandle>();
        try
        {
            if (Process || Detached)
            {
                return StartProcesses(settings, tasks);
            }

            while (masters.Count < Count)
            {
                masters.Add(SaladMasterHandle.Of(StartHost(MakeOptions() with { Port = PortOf(masters.Count) }, settings, tasks)));
            }

            return masters;
        }
        catch (Exception failed) when (Explain(failed, PortOf(masters.Count)) is { } error)
        {
            masters.ForEach(master => master.Dispose());
            throw Terminating(error);
        }
    }

    private ErrorRecord? Explain(Exception failed, int port) => failed switch
    {
        ErrorRecordException known => known.ErrorRecord,
        StoreException store => Errors.OfStore(store, _store!.Place),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => Errors.PortTaken(port, failed),
        SocketException => Errors.AddressNotUsable(new MasterAddress(Address.ToString(), port), failed),
        ArgumentException => Errors.TasksUnfit(Task, failed),
        MasterUnreachableException or TimeoutException =>
            Errors.MasterNotStarted(new MasterAddress(Address.ToString(), port), failed),
        _ => null,
    };

    private MasterHost StartHost(MasterOptions options, SaladSettings settings, IReadOnlyList<NewTask> tasks) => _store is null
        ? MasterHost.Start(options, settings, tasks, TimeProvider.System)
        : Await(StoredMaster.StartAsync(_store, options, settings, tasks, IsNamed));

    private SaladSettings MakeSettings(string name)
    {
        var preset = SaladPolicy.Of(Preset);
        return new SaladSettings
        {
            Name = name,
            Id = Guid.NewGuid(),
            Policy = MakePolicy(KeepOpen ? preset with { IdleLimit = null } : preset).Scale(TimeScale),
            TimeScale = TimeScale,
            Seed = Seed!.Value,
            ExpectWorkers = ExpectWorkers,
            KeepOpen = KeepOpen,
        };
    }

    /// <summary>The port of the n-th master, from 0.</summary>
    private int PortOf(int n) => Port == 0 ? 0 : Port + n;

    private MasterOptions MakeOptions() => new()
    {
        Address = Address,
        Port = Port,
        Keys = SaladKeys.Create(),
        Certificate = Certificate,
        AllowInsecure = AllowInsecure,
    };

    /// <summary>One file tells of all masters.</summary>
    private void WriteFiles(List<SaladMasterHandle> masters)
    {
        foreach (var (path, forOwner) in new[] { (JoinFile, false), (OwnerFile, true) })
        {
            if (path is null)
            {
                continue;
            }

            var file = GetUnresolvedProviderPathFromPSPath(path);
            try
            {
                masters[^1].Invite(file, forOwner);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw Terminating(Errors.JoinFileNotWritten(file, failed));
            }
        }

        try
        {
            // A process of its own has left it itself.
            masters.Where(master => master.IsLocal).ToList().ForEach(master => master.LeaveSecret());
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            WriteWarning(Text.Of(Strings.UserFileNotWritten, failed.Message));
        }
    }

    private void Tell(SaladMasterHandle master, SaladStatus status, Guid made)
    {
        if (status.Salad != made)
        {
            WriteVerbose(Text.Of(Strings.StoredSaladFound, status.Name, _store!.Place, status.Done, status.Total));
        }

        if (Detached)
        {
            TellDetached(master);
        }

        var banner = Text.Of(Strings.MasterBanner, master.Name, master.Address, master.Port, master.Seed, master.TimeScale);
        if (Wait)
        {
            // Nothing else comes out before the end, and workers elsewhere need the address.
            WriteInformation(new HostInformationMessage { Message = banner }, ["PSHOST"]);
        }
        else
        {
            WriteVerbose(banner);
        }

        foreach (var warning in status.Warnings)
        {
            // Nobody can have come yet: what is said about those who are present says nothing now.
            if (warning is SaladWarning.LeaseShorterThanWork or SaladWarning.LeaseBelowMachinePauses)
            {
                WriteWarning(Text.Of(
                    warning == SaladWarning.LeaseShorterThanWork ? Strings.LeaseShorterThanWork : Strings.LeaseBelowMachinePauses,
                    status.LeaseMs!.Value / 1000));
            }
        }
    }

    private void Serve(List<SaladMasterHandle> masters)
    {
        try
        {
            var status = WaitForEnd(masters[0], null);
            LetWorkersHear(masters[0]);
            WriteObject(status);
        }
        finally
        {
            masters.ForEach(master => master.Dispose());
        }
    }
}
