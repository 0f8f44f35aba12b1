using System.Globalization;
using System.Management.Automation;
using System.Net.Sockets;
using FruitSalad.Contract;
using FruitSalad.PS.Scripts;
using FruitSalad.Rpc;
using FruitSalad.Store;

namespace FruitSalad.PS;

/// <summary>
/// Every error that the cmdlets report. The name of a text in Strings.resx is the ErrorId as well, so that a script can
/// rely on it; the text is in the user's language and says what to do next; the target is the object that the user
/// gave.
/// </summary>
internal static partial class Errors
{
    internal static ErrorRecord SaladWaitTimeout(object master, double seconds) =>
        Make(nameof(Strings.SaladWaitTimeout), ErrorCategory.OperationTimeout, master, null, master, seconds);

    internal static ErrorRecord MasterNotFound(object address, Exception? cause = null) =>
        Make(nameof(Strings.MasterNotFound), ErrorCategory.ConnectionError, address, cause, address);

    internal static ErrorRecord MasterNotTrusted(object address, Exception cause) =>
        Make(nameof(Strings.MasterNotTrusted), ErrorCategory.AuthenticationError, address, cause, address, Say(cause));

    internal static ErrorRecord SecretMissing(object master) =>
        Make(nameof(Strings.SecretMissing), ErrorCategory.AuthenticationError, master, null, master);

    internal static ErrorRecord RoleMissing(object master, Role role) =>
        Make(nameof(Strings.RoleMissing), ErrorCategory.PermissionDenied, master, null, master, role);

    internal static ErrorRecord JoinFileMissing(string path) =>
        Make(nameof(Strings.JoinFileMissing), ErrorCategory.ObjectNotFound, path, null, path);

    internal static ErrorRecord JoinFileDamaged(string path) =>
        Make(nameof(Strings.JoinFileDamaged), ErrorCategory.InvalidData, path, null, path);

    internal static ErrorRecord JoinFileOpenToOthers(string path) =>
        Make(nameof(Strings.JoinFileOpenToOthers), ErrorCategory.SecurityError, path, null, path);

    internal static ErrorRecord JoinFileNotWritten(string path, Exception cause) =>
        Make(nameof(Strings.JoinFileNotWritten), ErrorCategory.WriteError, path, cause, path, Say(cause));

    internal static ErrorRecord SaladClosed(object master, Exception? cause = null) =>
        Make(nameof(Strings.SaladClosed), ErrorCategory.InvalidOperation, master, cause, master);

    internal static ErrorRecord CallRefused(object master, int code, Exception cause) =>
        Make(nameof(Strings.CallRefused), ErrorCategory.InvalidOperation, master, cause, master, code, Say(cause));

    internal static ErrorRecord PortTaken(int port, Exception cause) =>
        Make(nameof(Strings.PortTaken), ErrorCategory.ResourceExists, port, cause, port);

    internal static ErrorRecord AddressNotUsable(object address, Exception cause) =>
        Make(nameof(Strings.AddressNotUsable), ErrorCategory.ResourceUnavailable, address, cause, address, Say(cause));

    internal static ErrorRecord InsecureAddress(object address) =>
        Make(nameof(Strings.InsecureAddress), ErrorCategory.SecurityError, address, null, address);

    internal static ErrorRecord CertificateWithoutKey(object certificate, string subject) =>
        Make(nameof(Strings.CertificateWithoutKey), ErrorCategory.InvalidArgument, certificate, null, subject);

    internal static ErrorRecord TasksUnfit(object tasks, Exception cause) =>
        Make(nameof(Strings.TasksUnfit), ErrorCategory.InvalidArgument, tasks, cause, Say(cause));

    internal static ErrorRecord AmbiguousMaster(IReadOnlyCollection<object> masters) =>
        Make(nameof(Strings.AmbiguousMaster), ErrorCategory.InvalidArgument, masters, null, List(masters));

    internal static ErrorRecord WorkerHostUnavailable(string reason, Exception? cause = null) =>
        Make(nameof(Strings.WorkerHostUnavailable), ErrorCategory.ResourceUnavailable, null, cause, reason);

    internal static ErrorRecord RecipeNotFound(string name, IReadOnlyCollection<string> known) =>
        Make(nameof(Strings.RecipeNotFound), ErrorCategory.ObjectNotFound, name, null, name, List(known));

    internal static ErrorRecord CannotKillRemoteWorker(object worker) =>
        Make(nameof(Strings.CannotKillRemoteWorker), ErrorCategory.PermissionDenied, worker, null, worker);

    internal static ErrorRecord CannotWaitForRemoteWorker(object worker) =>
        Make(nameof(Strings.CannotWaitForRemoteWorker), ErrorCategory.InvalidOperation, worker, null, worker);

    internal static ErrorRecord WorkerWaitTimeout(object worker, double seconds) =>
        Make(nameof(Strings.WorkerWaitTimeout), ErrorCategory.OperationTimeout, worker, null, worker, seconds);

    internal static ErrorRecord MasterStopTimeout(object master, int leased, double seconds) =>
        Make(nameof(Strings.MasterStopTimeout), ErrorCategory.OperationTimeout, master, null, master, leased, seconds);

    internal static ErrorRecord MasterLost(object master) =>
        Make(nameof(Strings.MasterLost), ErrorCategory.ConnectionError, master, null, master);

    internal static ErrorRecord SaladNotServed(string recipe, object reason, int done, int total) =>
        Make(nameof(Strings.SaladNotServed), ErrorCategory.InvalidResult, recipe, null, recipe, reason, done, total);

    internal static ErrorRecord StealingNeedsIndependentTasks(string recipe) =>
        Make(nameof(Strings.StealingNeedsIndependentTasks), ErrorCategory.InvalidArgument, recipe, null, recipe);

    internal static ErrorRecord StealingUnfit(string recipe) =>
        Make(nameof(Strings.StealingUnfit), ErrorCategory.InvalidArgument, recipe, null, recipe);

    internal static ErrorRecord StealingHasNoMaster() =>
        Make(nameof(Strings.StealingHasNoMaster), ErrorCategory.InvalidArgument, nameof(PolicyCommand.Strategy), null);

    internal static ErrorRecord ParameterNeedsMaster(string parameter) =>
        Make(nameof(Strings.ParameterNeedsMaster), ErrorCategory.InvalidArgument, parameter, null, parameter);

    internal static ErrorRecord SaladNotEnded(object master) =>
        Make(nameof(Strings.SaladNotEnded), ErrorCategory.InvalidOperation, master, null, master);

    internal static ErrorRecord TaskNotFound(int id, object master) =>
        Make(nameof(Strings.TaskNotFound), ErrorCategory.ObjectNotFound, id, null, id, master);

    internal static ErrorRecord TaskNotDead(int id, object master) =>
        Make(nameof(Strings.TaskNotDead), ErrorCategory.InvalidOperation, id, null, id, master);

    internal static ErrorRecord TaskIsOver(int id, object master) =>
        Make(nameof(Strings.TaskIsOver), ErrorCategory.InvalidOperation, id, null, id, master);

    internal static ErrorRecord ItemUnfit(object? item, string why) =>
        Make(nameof(Strings.ItemUnfit), ErrorCategory.InvalidData, item, null, why);

    internal static ErrorRecord ItemLost(object? item, string worker, string why) =>
        Make(nameof(Strings.ItemLost), ErrorCategory.OperationStopped, item, null, worker, why);

    internal static ErrorRecord ItemNotDone(object? item, string why) =>
        Make(nameof(Strings.ItemNotDone), ErrorCategory.OperationStopped, item, null, why);

    internal static ErrorRecord UsingUnfit(string variable, string why) =>
        Make(nameof(Strings.UsingUnfit), ErrorCategory.InvalidArgument, variable, null, variable, why);

    internal static ErrorRecord UsingNotSet(string variable) =>
        Make(nameof(Strings.UsingNotSet), ErrorCategory.ObjectNotFound, variable, null, variable);

    internal static ErrorRecord ScriptUnfit(string why) =>
        Make(nameof(Strings.ScriptUnfit), ErrorCategory.LimitsExceeded, null, null, why);

    internal static ErrorRecord KindNotFound(string kind, IReadOnlyCollection<string> known) =>
        Make(nameof(Strings.KindNotFound), ErrorCategory.InvalidArgument, kind, null, kind, List(known));

    internal static ErrorRecord RpcMethodNotFound(string method, object server, int code, Exception cause) =>
        OfRpc(nameof(Strings.RpcMethodNotFound), ErrorCategory.ObjectNotFound, method, server, code, cause);

    internal static ErrorRecord RpcRefused(string method, object server, int code, Exception cause) =>
        OfRpc(nameof(Strings.RpcRefused), ErrorCategory.InvalidOperation, method, server, code, cause);

    internal static ErrorRecord ScheduledCountTooLarge(int count, int largest) =>
        Make(nameof(Strings.ScheduledCountTooLarge), ErrorCategory.LimitsExceeded, count, null, count, largest);

    internal static ErrorRecord ScheduleThreadNotFound(int thread, int threads, int[] schedule) =>
        Make(nameof(Strings.ScheduleThreadNotFound), ErrorCategory.InvalidArgument, schedule, null, thread, threads);

    internal static ErrorRecord VaryUnfit(string why) =>
        Make(nameof(Strings.VaryUnfit), ErrorCategory.InvalidArgument, null, null, why);

    internal static ErrorRecord ExperimentNeedsSimulate(string what) =>
        Make(nameof(Strings.ExperimentNeedsSimulate), ErrorCategory.InvalidArgument, null, null, what);

    internal static ErrorRecord MoreHealthyThanWorkers(int healthy, int workers) =>
        Make(nameof(Strings.MoreHealthyThanWorkers), ErrorCategory.InvalidArgument, healthy, null, healthy, workers);

    internal static ErrorRecord PlanUnfit(object plan, Exception cause) =>
        Make(nameof(Strings.PlanUnfit), ErrorCategory.InvalidArgument, plan, cause, Say(cause));

    internal static ErrorRecord PlanNotRead(object path, Exception cause) =>
        Make(nameof(Strings.PlanNotRead), ErrorCategory.ReadError, path, cause, path, Say(cause));

    internal static ErrorRecord ChannelThroughTls(object master) =>
        Make(nameof(Strings.ChannelThroughTls), ErrorCategory.InvalidOperation, master, null, master);

    internal static ErrorRecord ChannelUnfit(object channel, Exception cause) =>
        Make(nameof(Strings.ChannelUnfit), ErrorCategory.InvalidArgument, channel, cause, Say(cause));

    internal static ErrorRecord SimulationFailed(long seed, string replay, Exception cause) =>
        Make(nameof(Strings.SimulationFailed), ErrorCategory.InvalidOperation, seed, cause, seed, Say(cause), replay);

    internal static ErrorRecord NoHistory(object given) =>
        Make(nameof(Strings.NoHistory), ErrorCategory.InvalidArgument, given, null, given);

    internal static ErrorRecord HistoryWithoutEvents(object run, long seed) =>
        Make(nameof(Strings.HistoryWithoutEvents), ErrorCategory.InvalidArgument, run, null, seed);

    internal static ErrorRecord HistoryNotRead(string path, Exception cause) =>
        Make(nameof(Strings.HistoryNotRead), ErrorCategory.ReadError, path, cause, path, Say(cause));

    internal static ErrorRecord HistoryDamaged(string path, int line, Exception cause) =>
        Make(nameof(Strings.HistoryDamaged), ErrorCategory.InvalidData, path, cause, path, line, Say(cause));

    internal static ErrorRecord StoreUnavailable(object place, Exception cause) =>
        Make(nameof(Strings.StoreUnavailable), ErrorCategory.ResourceUnavailable, place, cause, place, Say(cause));

    internal static ErrorRecord StoreDamaged(object place, Exception cause) =>
        Make(nameof(Strings.StoreDamaged), ErrorCategory.InvalidData, place, cause, place, Say(cause));

    internal static ErrorRecord StoreForeign(object place, Exception cause) =>
        Make(nameof(Strings.StoreForeign), ErrorCategory.InvalidType, place, cause, place);

    internal static ErrorRecord StoreLater(object place, Exception cause) =>
        Make(nameof(Strings.StoreLater), ErrorCategory.NotImplemented, place, cause, place, Say(cause));

    internal static ErrorRecord StoreNotUsable(object place, Exception cause) =>
        Make(nameof(Strings.StoreNotUsable), ErrorCategory.OpenError, place, cause, place, Say(cause));

    internal static ErrorRecord StoredSaladNotFound(object place, Exception cause) =>
        Make(nameof(Strings.StoredSaladNotFound), ErrorCategory.ObjectNotFound, place, cause, place, Say(cause));

    internal static ErrorRecord StoredSaladNotNamed(object place, Exception cause) =>
        Make(nameof(Strings.StoredSaladNotNamed), ErrorCategory.InvalidArgument, place, cause, place, Say(cause));

    internal static ErrorRecord TwoStores(object path) =>
        Make(nameof(Strings.TwoStores), ErrorCategory.InvalidArgument, path, null);

    internal static ErrorRecord SeveralMastersNeedStore(int count) =>
        Make(nameof(Strings.SeveralMastersNeedStore), ErrorCategory.InvalidArgument, count, null);

    internal static ErrorRecord MasterNotStarted(object address, Exception cause) =>
        Make(nameof(Strings.MasterNotStarted), ErrorCategory.OpenError, address, cause, address, Say(cause));

    internal static ErrorRecord CertificateKeyNotExportable(object certificate, string subject, Exception cause) =>
        Make(nameof(Strings.CertificateKeyNotExportable), ErrorCategory.InvalidArgument, certificate, cause, subject);

    /// <summary>What is wrong with a durable store, as an error about it.</summary>
    /// <param name="failed">What it threw.</param>
    /// <param name="place">The file, the database, or the master whose store it is.</param>
    public static ErrorRecord OfStore(StoreException failed, object place) => failed.Fault switch
    {
        StoreFault.Damaged => StoreDamaged(place, failed),
        StoreFault.Foreign => StoreForeign(place, failed),
        StoreFault.LaterVersion or StoreFault.OtherRules => StoreLater(place, failed),
        StoreFault.NotUsable => StoreNotUsable(place, failed),
        StoreFault.SaladMissing or StoreFault.SaladExists => StoredSaladNotFound(place, failed),
        StoreFault.SaladNotNamed => StoredSaladNotNamed(place, failed),
        _ => StoreUnavailable(place, failed),
    };

    /// <summary>An item's own error. The message is the script's, whatever its language; what is shown says where it was.</summary>
    /// <param name="item">The item.</param>
    /// <param name="error">What its script reported.</param>
    /// <param name="category">Of which kind.</param>
    public static ErrorRecord ItemFailed(object? item, ScriptItemException error, ErrorCategory category) =>
        new(error, nameof(Strings.ItemFailed), category, item)
        {
            ErrorDetails = new ErrorDetails(
                Text.Of(Strings.ItemFailed, error.Message, error.Worker ?? "", error.ScriptStackTrace ?? "").TrimEnd()),
        };

    /// <summary>What a call on a master threw, as that master's error; null: a bug, which nothing should hide.</summary>
    public static ErrorRecord? Explain(Exception failed, SaladMasterHandle master) => failed switch
    {
        ErrorRecordException known => known.ErrorRecord,
        StoreException store => OfStore(store, master),
        MasterUnreachableException { InnerException: SocketException or TimeoutException } gone =>
            MasterNotFound(master, gone),
        MasterUnreachableException other => MasterNotTrusted(master, other),
        _ => RpcErrors.CodeOf(failed) switch
        {
            null => null,
            RpcErrors.SaladClosed => SaladClosed(master, failed),
            RpcErrors.Unavailable => StoreUnavailable(master, failed),
            var code => CallRefused(master, code.Value, failed),
        },
    };

    private static ErrorRecord Make(
        string name, ErrorCategory category, object? target, Exception? cause, params object[] values) =>
        new(new InvalidOperationException(TextOf(name, values), cause), name, category, target);

    private static ErrorRecord OfRpc(
        string name, ErrorCategory category, string method, object server, int code, Exception cause)
    {
        var message = TextOf(name, method, server, code, Say(cause));
        return new ErrorRecord(new SaladRpcException(message, code, cause), name, category, method);
    }

    private static string TextOf(string name, params object[] values) =>
        Text.Of(Strings.ResourceManager.GetString(name, CultureInfo.CurrentUICulture)!, values);

    /// <summary>What an exception says, as a sentence among others.</summary>
    private static string Say(Exception? cause) => cause is null ? "" : cause.Message.TrimEnd('.', ' ') + ".";

    private static string List(IEnumerable<object> items) => string.Join(", ", items);
}
