using System.Management.Automation;
using FruitSalad.Rpc;

namespace FruitSalad.PS.Tests.Commands;

/// <summary>How every cmdlet finds its master: the same for all, shown on Get-SaladStatus and Wait-Salad.</summary>
public sealed class MasterResolutionTests : EngineTests
{
    [Fact]
    public void Takes_a_handle_an_address_or_a_port_by_position_or_pipeline()
    {
        var port = Run<SaladMasterHandle>(Start + "$m")[0].Port;

        foreach (var script in new[]
        {
            "Get-SaladStatus", "Get-SaladStatus $m", "$m | Get-SaladStatus", $"Get-SaladStatus {port}", $"{port} | Get-SaladStatus",
            $"Get-SaladStatus localhost:{port}", $"'127.0.0.1:{port}' | Get-SaladStatus", $"Get-SaladStatus | Get-SaladStatus",
        })
        {
            Assert.Equal(port, Assert.Single(Run<MasterStatus>(script)).Port);
        }
    }

    [Fact]
    public void Several_masters_are_named_unless_all_are_meant()
    {
        Run(Start + "$n = Start-SaladMaster -Port 0");

        Assert.Equal(nameof(Strings.AmbiguousMaster), Fail("Wait-Salad"));
        Assert.Equal(2, Run("Get-SaladStatus").Count);
        Assert.Equal(2, Run("Get-SaladMaster | Get-SaladStatus").Count);
    }

    [Fact]
    public void Another_session_of_the_same_user_needs_the_port_only()
    {
        var master = Run<SaladMasterHandle>(Start + "$m")[0];
        Session.Remove(master);

        var status = Assert.Single(Run<MasterStatus>($"Get-SaladStatus {master.Port}"));

        Assert.Equal((false, "FruitSalad", 1L), (status.Master.IsLocal, status.Name, status.Seed));
        Assert.Equal(11, Run($"Get-SaladTask {master.Port}").Count);
        Assert.Empty(Session.Masters);
        master.Dispose();
    }

    [Fact]
    public void Nobody_there_is_an_error_also_where_a_file_was_left_behind()
    {
        var master = Run<SaladMasterHandle>(Start + "$m")[0];
        var file = File.ReadAllText(UserFolder.FileOf(master.Port));
        Run("Stop-SaladMaster -Force");

        Try($"Get-SaladStatus {master.Port}");
        Assert.Equal([nameof(Strings.MasterNotFound)], ErrorIds);

        File.WriteAllText(UserFolder.FileOf(master.Port), file);
        SetMode(UserFolder.FileOf(master.Port), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Try($"Get-SaladStatus {master.Port}");
        Assert.Equal([nameof(Strings.MasterNotFound)], ErrorIds);

        SetMode(UserFolder.FileOf(master.Port), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Try($"Get-SaladStatus {master.Port}");
        Assert.Equal([nameof(Strings.JoinFileOpenToOthers)], ErrorIds);
        File.Delete(UserFolder.FileOf(master.Port));
    }

    [Fact]
    public void Another_master_on_the_port_is_not_obeyed()
    {
        var master = Run<SaladMasterHandle>(Start + "$m")[0];
        Session.Remove(master);
        UserFolder.Leave(master.Port, new JoinFile(Guid.NewGuid(), [$"127.0.0.1:{master.Port}"]) { OwnerKey = SaladKeys.Create().Owner });

        Try($"Get-SaladStatus {master.Port}");

        Assert.Equal([nameof(Strings.MasterNotTrusted)], ErrorIds);
        File.Delete(UserFolder.FileOf(master.Port));
        master.Dispose();
    }

    [Fact]
    public void Elsewhere_a_join_file_is_needed()
    {
        Try("Get-SaladStatus salad.example:18861");

        Assert.Equal([nameof(Strings.SecretMissing)], ErrorIds);
    }

    [Fact]
    public void One_bad_master_does_not_stop_the_others()
    {
        Run(Start);

        Assert.Single(Try("'salad.example:1', $m | Get-SaladStatus"));
        Assert.Equal([nameof(Strings.SecretMissing)], ErrorIds);
    }

    [Fact]
    public void What_is_no_address_is_refused_before_anything_happens()
    {
        Assert.Equal("ParameterArgumentTransformationError", Fail("Get-SaladStatus 'no address!'"));

        Assert.Contains("'no address!'", Shell.Streams.Error[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-SaladStatus -Master ", "127.0.0.1:")]
    [InlineData("Start-SaladMaster -Recipe FruitSaladS", "FruitSaladSequential")]
    [InlineData("Get-SaladRecipe -Name fruitsaladS", "FruitSaladSequential")]
    [InlineData("Get-SaladEvent -Kind LateA", "LateAccepted")]
    [InlineData("Invoke-SaladRpc -Method get_st", "get_status")]
    public void Completions_come_from_what_is_known(string script, string completion)
    {
        Run(Start);

        var found = CommandCompletion.CompleteInput(script, script.Length, null, Shell).CompletionMatches;

        Assert.StartsWith(completion, Assert.Single(found).CompletionText, StringComparison.Ordinal);
    }
}
