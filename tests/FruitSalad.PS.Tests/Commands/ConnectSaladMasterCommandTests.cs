using FruitSalad.Contract;

namespace FruitSalad.PS.Tests.Commands;

public sealed class ConnectSaladMasterCommandTests : EngineTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fruitsalad-connect-").FullName;

    [Fact]
    public async Task An_owners_file_makes_a_master_of_elsewhere_one_of_the_sessions()
    {
        var (master, _, owner) = StartElsewhere();

        var joined = Assert.Single(Run<SaladMasterHandle>($"Connect-SaladMaster -JoinFile '{owner}'"));

        Assert.Equal((master.Salad, false, "FruitSalad", 1L, 0.01), (joined.Salad, joined.IsLocal, joined.Name, joined.Seed, joined.TimeScale));
        Assert.Equal([joined], Run<SaladMasterHandle>("Get-SaladMaster"));
        Assert.Same(joined, Run<SaladMasterHandle>($"Connect-SaladMaster -JoinFile '{owner}'")[0]);
        Assert.Equal(11, Run("Get-SaladTask").Count);
        Run("Stop-SaladMaster -Force");
        Assert.Empty(Session.Masters);
        Assert.Equal(SaladState.Ended, (await master.Calls.GetStatusAsync(new StatusQuery(), default)).State);
        master.Dispose();
    }

    [Fact]
    public void A_workers_file_lets_one_work_and_no_more()
    {
        var (master, worker, _) = StartElsewhere();
        var joined = Run<SaladMasterHandle>($"Connect-SaladMaster -JoinFile '{worker}'")[0];

        Serve(joined);
        Try("Get-SaladStatus");

        Assert.Equal([nameof(Strings.RoleMissing)], ErrorIds);
        master.Dispose();
    }

    [Fact]
    public void A_port_of_the_same_user_is_enough()
    {
        var (master, _, _) = StartElsewhere();

        Assert.Equal(master.Salad, Assert.Single(Run<SaladMasterHandle>($"{master.Port} | Connect-SaladMaster")).Salad);
        Assert.Single(Session.Masters);
        master.Dispose();
    }

    [Fact]
    public void Bad_files_are_told_apart()
    {
        File.WriteAllText(_folder + "/damaged.json", "{}");
        SetMode(_folder + "/damaged.json", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_folder + "/open.json", "{}");
        SetMode(_folder + "/open.json", UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal(nameof(Strings.JoinFileMissing), Fail($"Connect-SaladMaster -JoinFile '{_folder}/none.json'"));
        Assert.Equal(nameof(Strings.JoinFileDamaged), Fail($"Connect-SaladMaster -JoinFile '{_folder}/damaged.json'"));
        Assert.Equal(nameof(Strings.JoinFileOpenToOthers), Fail($"Connect-SaladMaster -JoinFile '{_folder}/open.json'"));
        Assert.Empty(Session.Masters);
    }

    private (SaladMasterHandle Master, string Worker, string Owner) StartElsewhere()
    {
        var (worker, owner) = (_folder + "/worker.json", _folder + "/owner.json");
        Run(Start.Replace("-Port 0", $"-Port 0 -JoinFile '{worker}' -OwnerFile '{owner}'", StringComparison.Ordinal));
        var master = Session.Masters[0];
        Session.Remove(master);
        return (master, worker, owner);
    }
}
