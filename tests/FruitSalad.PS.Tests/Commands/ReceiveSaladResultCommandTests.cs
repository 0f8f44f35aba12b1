using System.Management.Automation;
using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

public sealed class ReceiveSaladResultCommandTests : EngineTests
{
    [Fact]
    public void Results_are_values_and_are_never_consumed()
    {
        Serve(Run<SaladMasterHandle>(Start + "$m")[0]);

        foreach (var _ in new int[2])
        {
            var results = Run<SaladResult>("$m | Receive-SaladResult");
            Assert.Equal(Enumerable.Range(0, 11), results.Select(result => result.Task));
            Assert.All(results, result => Assert.Equal((result.Name, 1, "W-0"), (result.Value, result.Attempt, result.Worker)));
        }
    }

    [Fact]
    public void Of_a_script_it_is_what_the_script_returned()
    {
        Run("$m = Start-SaladMaster -Port 0 -KeepOpen -WarningAction Ignore; $null = $m | Start-SaladWorker -InProcess -AllowScript");
        Try("0..3 | Invoke-Salad { if ($_ -eq 3) { throw 'no' }; for ($i = 1; $i -le $_; $i++) { [long] $i } } -Master $m");

        var results = Run<SaladResult>("$m | Receive-SaladResult");
        Assert.Equal([null, 1L, null], [results[0].Value, results[1].Value, results[3].Value]);
        Assert.Equal([1L, 2L], Assert.IsType<object?[]>(results[2].Value));
        Assert.Equal(["no"], results.SelectMany(result => result.Errors).Select(error => error.Message));
        Assert.Single(results[3].Errors);
    }

    [Fact]
    public async Task Waiting_streams_each_result_once_until_the_end()
    {
        Run("$m = Start-SaladMaster -Port 0 -TimeScale 0.01 -KeepOpen -Task a, b -WarningAction Ignore");
        var master = Session.Masters[0];
        using var leave = new CancellationTokenSource();
        var worker = Task.Run(() => WorkAsync(master, leave: leave.Token));
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, e) =>
        {
            // What comes later comes too; then no more will.
            if (e.Index == 1)
            {
                var addition = new Contract.Addition("late", [new("c"), new("d")]);
                master.Calls.AddTasksAsync(addition, default).Wait();
                master.Calls.CloseAsync(default).Wait();
            }
        };

        Shell.Commands.Clear();
        await Shell.AddScript("$m | Receive-SaladResult -Wait").InvokeAsync<PSObject, PSObject>(null, output).WaitAsync(Bound);

        Assert.Equal(["a", "b", "c", "d"], output.Select(result => ((SaladResult)result.BaseObject).Name));
        await worker.WaitAsync(Bound);
    }

    [Fact]
    public async Task Stopping_ends_the_stream_within_a_second()
    {
        Run(Start);

        Assert.InRange(await StopInTheMiddleAsync("Receive-SaladResult -Wait"), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("{\"a\":[1,2.5,null],\"b\":true}", "{\"a\":[1,2.5,null],\"b\":true}")]
    [InlineData("\"pêche\"", "\"pêche\"")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Json_comes_back_as_it_went(string json, string again) => Assert.Equal(again, JsonValue.Write(JsonValue.Read(json)));

    [Fact]
    public void What_contains_itself_is_refused()
    {
        var loop = new System.Collections.Hashtable();
        loop["self"] = loop;

        Assert.Throws<System.Text.Json.JsonException>(() => JsonValue.Write(loop));
    }
}
