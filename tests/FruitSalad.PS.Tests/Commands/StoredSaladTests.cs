using FruitSalad.Contract;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

/// <summary>Salads that are kept in a file: gone on with, shared, read afterwards, and what goes wrong with them.</summary>
public sealed class StoredSaladTests : EngineTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fruitsalad-").FullName;

    public StoredSaladTests() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);

    private string File => Path.Combine(_folder, "salad.db");

    private string OnFile => $"$m = Start-SaladMaster -Path '{File}' -Port 0 -TimeScale 0.01 -Seed 1 -WarningAction Ignore; ";

    [Fact]
    public void A_salad_is_gone_on_with_by_the_same_line()
    {
        var first = Assert.Single(Run<SaladMasterHandle>(OnFile + "$m"));
        Serve(first);
        Run("$m | Stop-SaladMaster");

        var second = Assert.Single(Run<SaladMasterHandle>(OnFile + "$m"));

        Assert.Equal((first.Salad, first.Name), (second.Salad, second.Name));
        Assert.Equal(first.WorkerKey, second.WorkerKey);
        Assert.Equal(first.OwnerKey, second.OwnerKey);
        var status = Assert.Single(Run<MasterStatus>("Get-SaladStatus $m"));
        Assert.Equal((SaladState.Ended, EndReason.Completed, 11), (status.State, status.EndReason, status.Done));
        Assert.Equal(11, Run<SaladResult>("Receive-SaladResult $m").Count);
    }

    [Fact]
    public async Task Two_masters_serve_one_file()
    {
        Run(OnFile + "$n = $m; " + OnFile);
        var masters = Run<SaladMasterHandle>("$m; $n");
        Assert.NotEqual(masters[0].Port, masters[1].Port);

        await Task.WhenAll(WorkAsync(masters[0], 0), WorkAsync(masters[1], 1)).WaitAsync(Bound);

        var both = Run<MasterStatus>("Get-SaladStatus $m; Get-SaladStatus $n");
        Assert.All(both, status => Assert.Equal((EndReason.Completed, 11, 2), (status.EndReason, status.Done, status.Workers.Count)));
    }

    [Fact]
    public async Task Several_masters_are_started_at_once_and_one_that_is_stopped_leaves_the_salad_to_the_others()
    {
        Run($"$m = Start-SaladMaster -Path '{File}' -Port 0 -Count 3 -TimeScale 0.01 -LeaseSeconds 2000 -Seed 1 -WarningAction Ignore");
        Assert.Equal(3, Run<SaladMasterHandle>($"Get-SaladMaster -Path '{File}'").Count);
        Assert.Equal(3, Run<SaladMasterHandle>("$m[1] | Get-SaladMaster").Count);

        Run("$m[0] | Stop-SaladMaster -Force; $m[1] | Stop-SaladMaster");

        var left = Assert.Single(Run<SaladMasterHandle>($"Get-SaladMaster -Path '{File}'"));
        Assert.Equal(SaladState.Waiting, Run<MasterStatus>("Get-SaladStatus $m[2]")[0].State);
        await WorkAsync(left).WaitAsync(Bound);
        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Get-SaladStatus $m[2]")[0].EndReason);
        Run("$m[2] | Stop-SaladMaster");
        Assert.Empty(Run($"Get-SaladMaster -Path '{File}'"));
    }

    [Fact]
    public async Task A_list_of_masters_stands_for_any_of_them()
    {
        Run($"$m = Start-SaladMaster -Path '{File}' -Port 0 -Count 2 -TimeScale 0.01 -LeaseSeconds 2000 -Seed 1 -WarningAction Ignore");
        Run("$m[0] | Stop-SaladMaster -Force");

        Assert.Equal(11, Run<MasterStatus>("Get-SaladStatus -Master $m[0].Port, $m[1].Port")[0].Total);
        var worker = Assert.Single(Run<SaladWorker>("Start-SaladWorker -Master $m -InProcess"));
        await worker.Exited!.WaitAsync(Bound);

        Assert.Equal(EndReason.Completed, Run<MasterStatus>("Get-SaladStatus $m[1]")[0].EndReason);
        Run("$other = Start-SaladMaster -Port 0");
        Assert.Equal("ParameterArgumentTransformationError", Fail("Start-SaladWorker -Master $m[1], $other"));
    }

    [Fact]
    public void Memory_is_one_masters_alone() => Assert.Equal("SeveralMastersNeedStore", FailsToStart("-Count 2"));

    [Fact]
    public void A_file_is_read_when_its_masters_are_gone()
    {
        Serve(Assert.Single(Run<SaladMasterHandle>(OnFile + "$m")));
        Run("$m | Stop-SaladMaster");

        Assert.Equal(11, Run<SaladResult>($"Receive-SaladResult -Path '{File}'").Count);
        Assert.Equal(11, Run<TaskEntry>($"Get-SaladTask -Path '{File}' -State Done").Count);
        Assert.Equal(EndReason.Completed, Run<MasterStatus>($"Get-SaladStatus -Path '{File}'")[0].EndReason);
        Assert.Single(Run<LogEntry>($"Get-SaladEvent -Path '{File}' -Kind Ended"));
        Assert.Empty(Run("Get-SaladMaster"));
    }

    [Fact]
    public void Salads_of_a_file_are_told_apart_by_name()
    {
        Run($"""
            $m = Start-SaladMaster -Path '{File}' -Port 0 -Name midi -Task kiwi
            $n = Start-SaladMaster -Path '{File}' -Port 0 -Name soir -Task prune, raisin
            $m, $n | Stop-SaladMaster
            """);

        Assert.Equal(2, Run<TaskEntry>($"Get-SaladTask -Path '{File}' -Name soir").Count);
        Assert.Equal("midi", Run<SaladMasterHandle>($"Start-SaladMaster -Path '{File}' -Port 0 -Name midi")[0].Name);
        Assert.Equal("StoredSaladNotNamed", Fail($"Get-SaladTask -Path '{File}'"));
        Assert.Equal("StoredSaladNotFound", Fail($"Get-SaladTask -Path '{File}' -Name nuit"));
        Assert.Equal("StoredSaladNotNamed", FailsToStart($"-Path '{File}'"));
    }

    [Fact]
    public void What_is_wrong_with_a_store_is_said()
    {
        System.IO.File.WriteAllText(File, "vin rouge");

        Assert.Equal("StoreForeign", FailsToStart($"-Path '{File}'"));
        Assert.Equal("StoreForeign", Fail($"Receive-SaladResult -Path '{File}'"));
        Assert.Equal("vin rouge", System.IO.File.ReadAllText(File));
        Assert.Equal("StoreNotUsable", FailsToStart($"-Path '{_folder}/no/salad.db'"));
        Assert.Equal("StoredSaladNotFound", Fail($"Receive-SaladResult -Path '{_folder}/no.db'"));
        Assert.Equal("TwoStores", FailsToStart($"-Path '{File}' -Store 'Host=h'"));
        Assert.Equal("StoreNotUsable", FailsToStart("-Store 'Host=h;Password=pssst'"));
        Assert.Equal("StoreUnavailable", FailsToStart("-Store 'Host=127.0.0.1;Port=1;Database=d'"));
        Assert.Empty(Run("Get-SaladMaster"));
    }

    private string FailsToStart(string parameters) => Fail($"Start-SaladMaster -Port 0 {parameters}");
}
