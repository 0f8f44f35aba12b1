using FruitSalad.Tasks;

namespace FruitSalad.PS.Tests.Commands;

/// <summary>New-SaladTask, New-SaladRecipe, Import-SaladRecipe, and what takes their recipes.</summary>
public sealed class RecipeCommandsTests : EngineTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fruitsalad-recipes-").FullName;

    public static TheoryData<string, string> Files => new()
    {
        {
            ".psd1",
            """
            # A tart, listed from its end.
            @{
                Name  = 'Tart'
                Tasks = @(
                    @{ Name = 'tart'; Seconds = 1.5; DependsOn = 'dough', 'apple-1', 'apple-2' }
                    @{ Name = 'apple'; Id = 'apple-1'; Seconds = 2 }, @{ Name = 'apple'; Id = 'apple-2' }
                    'sugar'
                    @{ name = 'dough'; dependsOn = 'SUGAR'; Payload = @{ flour = 3; from = @('here', $true, $null) } }
                )
            }
            """
        },
        {
            ".json",
            """
            { // A tart, listed from its end.
              "name": "Tart",
              "tasks": [
                { "name": "tart", "seconds": 1.5, "dependsOn": ["dough", "apple-1", "apple-2"] },
                { "name": "apple", "id": "apple-1", "seconds": 2 }, { "name": "apple", "id": "apple-2" },
                "sugar",
                { "Name": "dough", "DependsOn": "SUGAR", "Payload": { "flour": 3, "from": ["here", true, null] } },
              ]
            }
            """
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_read_in_both_languages(string extension, string text)
    {
        string file = Write(extension, text);
        Recipe recipe = Assert.Single(Run<Recipe>($"Import-SaladRecipe -LiteralPath '{file}'"));

        Assert.Equal("Tart", recipe.Name);
        Assert.Equal("apple 2, apple 0, sugar 0, dough 0, tart 1.5", string.Join(", ", recipe.Tasks.Select(
            task => FormattableString.Invariant($"{task.Name} {task.Duration.TotalSeconds}"))));
        Assert.Equal([2], recipe.Tasks[3].DependsOn);
        Assert.Equal([0, 1, 3], recipe.Tasks[4].DependsOn);
        Assert.Contains("\"flour\":3", recipe.Tasks[3].Payload!, StringComparison.Ordinal);
        Assert.Contains("[\"here\",true,null]", recipe.Tasks[3].Payload!, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, int> Wrong => new()
    {
        { ".psd1", "@{ Tasks = @(\n'a'\n@{ Name = 'b'; Seconds = -1 }) }", nameof(Strings.RecipeDurationAbsurd), 3 },
        { ".psd1", "@{ Tasks = @(\n'a'\n@{ Name = 'b'; Seconds = 'long' }) }", nameof(Strings.RecipeValueUnfit), 3 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = @{ a = 1 } }) }", nameof(Strings.RecipeValueUnfit), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'\nColour = 'red' }) }", nameof(Strings.RecipeKeyUnknown), 3 },
        { ".psd1", "@{\nTasks = @()\nRun = 'x' }", nameof(Strings.RecipeKeyUnknown), 3 },
        { ".psd1", "@{ Tasks = @(\n@{ Seconds = 1 }) }", nameof(Strings.RecipeNameMissing), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'; DependsOn = 'c' }) }", nameof(Strings.RecipeDependencyUnknown), 2 },
        { ".psd1", "@{ Tasks = @('a', 'a',\n@{ Name = 'b'; DependsOn = 'a' }) }", nameof(Strings.RecipeDependencyAmbiguous), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'; DependsOn = 'b' }\n@{ Name = 'b'; DependsOn = 'a' }) }", nameof(Strings.RecipeCycle), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'; Id = 'x' }\n@{ Name = 'b'; Id = 'X' }) }", nameof(Strings.RecipeIdTwice), 3 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'\nname = 'b' }) }", nameof(Strings.RecipeFileDamaged), 3 },
        { ".psd1", "@{ Tasks = @(\n3) }", nameof(Strings.RecipeFileDamaged), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = $(throw 'run') }) }", nameof(Strings.RecipeFileDamaged), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = $env:HOME }) }", nameof(Strings.RecipeFileDamaged), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'; Seconds = 2 * 3 }) }", nameof(Strings.RecipeFileDamaged), 2 },
        { ".psd1", "@{ Tasks = @(\n1..9) }", nameof(Strings.RecipeFileDamaged), 2 },
        { ".psd1", "@{ Tasks =\n", nameof(Strings.RecipeFileDamaged), 1 },
        { ".psd1", "'a'; @{ Tasks = @('a') }", nameof(Strings.RecipeFileDamaged), 1 },
        { ".psd1", "@{ Tasks = @('a') } > x", nameof(Strings.RecipeFileDamaged), 1 },
        { ".json", "{ \"tasks\": [\n\"a\",\n{ \"name\": \"b\", \"seconds\": 1e9 } ] }", nameof(Strings.RecipeDurationAbsurd), 3 },
        { ".json", "{ \"tasks\": [\n\"a\",\n\n{ \"name\": \"b\",\n \"sec\": 1 } ] }", nameof(Strings.RecipeKeyUnknown), 5 },
        { ".json", "{ \"tasks\": [\n{ \"name\": \"b\",\n \"Name\": \"c\" } ] }", nameof(Strings.RecipeKeyTwice), 3 },
        { ".json", "{ \"tasks\": [\n{ \"name\": \"b\", \"dependsOn\": [\"b\"] } ] }", nameof(Strings.RecipeCycle), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'; DelaySeconds = -1 }) }", nameof(Strings.RecipeOptionAbsurd), 2 },
        { ".psd1", "@{ Tasks = @(\n@{ Name = 'a'; Label = @{ gpu = 1 } }) }", nameof(Strings.RecipeValueUnfit), 2 },
        { ".json", "{ \"tasks\": [\n{ \"name\": \"a\", \"label\": [\"gpu\", \" \"] } ] }", nameof(Strings.RecipeOptionAbsurd), 2 },
        { ".json", "{ \"tasks\": [\n{ \"name\": \"a\", \"maxAttempts\": 1e12 } ] }", nameof(Strings.RecipeValueUnfit), 2 },
        { ".json", "{ \"tasks\": [\n{ \"name\": {} } ] }", nameof(Strings.RecipeValueUnfit), 2 },
        { ".json", "{ \"tasks\": [\n7 ] }", nameof(Strings.RecipeFileDamaged), 2 },
        { ".json", "{ \"tasks\": [\n\"a\"", nameof(Strings.RecipeFileDamaged), 2 },
        { ".json", "{ \"tasks\":\n\"a\" }", nameof(Strings.RecipeFileDamaged), 1 },
        { ".json", "{ \"tasks\": [] }\n{}", nameof(Strings.RecipeFileDamaged), 2 },
        { ".json", "[]", nameof(Strings.RecipeFileDamaged), 1 },
        { ".json", "", nameof(Strings.RecipeFileDamaged), 1 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_with_a_file_is_said_with_its_line(string extension, string text, string error, int line)
    {
        string file = Write(extension, text);

        Assert.Equal(error, Fail($"Import-SaladRecipe '{file}'"));
        Assert.Contains($"{file}, line {line}", Shell.Streams.Error[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_none_or_too_large_is_refused()
    {
        string large = Write(".json", "");
        using (FileStream stream = File.OpenWrite(large))
        {
            stream.SetLength(RecipeFile.MaxLength + 1);
        }

        Assert.Equal(nameof(Strings.RecipeFileTooLarge), Fail($"Import-SaladRecipe '{large}'"));
        Assert.Equal(nameof(Strings.RecipeFileUnknown), Fail($"Import-SaladRecipe '{Write(".txt", "a")}'"));
        Assert.Equal(nameof(Strings.RecipeFileNotFound), Fail("Import-SaladRecipe ./nowhere.json"));
        Assert.Equal(nameof(Strings.RecipeFileNotFound), Fail("Import-SaladRecipe -LiteralPath ./nowhere.json"));
    }

    [Fact]
    public void One_bad_file_does_not_hide_the_others()
    {
        Write(".json", """{ "tasks": ["a"] }""", "one");
        Write(".json", "{", "two");
        Write(".psd1", "@{ Tasks = 'a' }", "three");

        Assert.Equal(["one", "three"], Try($"Import-SaladRecipe '{_folder}/*'").Select(found => ((Recipe)found.BaseObject).Name).Order());
        Assert.Equal([nameof(Strings.RecipeFileDamaged)], ErrorIds);
    }

    [Fact]
    public void A_path_may_be_relative_to_the_sessions_folder_or_on_a_drive_of_it()
    {
        Write(".json", """{ "tasks": ["a"] }""", "[one]");

        Assert.Equal("[one]", Run<Recipe>($$"""
            $null = $ExecutionContext.SessionState.Drive.New(
                [System.Management.Automation.PSDriveInfo]::new('kitchen', $ExecutionContext.SessionState.Provider.GetOne('FileSystem'), '{{_folder}}', '', $null), 'local')
            Import-SaladRecipe -LiteralPath 'kitchen:/[one].json'
            """)[0].Name);
        Assert.Single(Run<Recipe>($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_folder}'); Import-SaladRecipe -LiteralPath './[one].json'"));
    }

    [Fact]
    public void Tasks_from_the_pipeline_make_a_recipe()
    {
        Recipe recipe = Assert.Single(Run<Recipe>("""
            $dough = New-SaladTask dough 3
            $apples = 1..2 | ForEach-Object { New-SaladTask apple -Seconds 2 -Id "apple-$_" }
            (New-SaladTask tart -Seconds 1 -DependsOn (@($dough) + $apples) -Payload @{ hot = $true }), $dough + $apples | New-SaladRecipe Tart
            """));

        Assert.Equal(["dough", "apple", "apple", "tart"], recipe.Tasks.Select(task => task.Name));
        Assert.Equal([0, 1, 2], recipe.Tasks[3].DependsOn);
        Assert.Equal("""{"hot":true}""", recipe.Tasks[3].Payload);
    }

    [Fact]
    public void What_a_task_asks_for_may_stand_in_a_file_or_come_from_parameters()
    {
        string data = Write(".psd1", "@{ Tasks = @{ Name = 'a'; Priority = -2; DelaySeconds = 0.5; RunLimitSeconds = 0; MaxAttempts = 3; Label = 'gpu', 'eu' } }");
        string json = Write(".json", """{ "tasks": [{ "name": "a", "priority": -2, "delaySeconds": 0.5, "runLimitSeconds": 0, "maxAttempts": 3, "label": ["gpu", "eu"] }] }""");
        string[] sources =
        [
            $"Import-SaladRecipe '{data}'", $"Import-SaladRecipe '{json}'",
            "New-SaladTask a -Priority -2 -DelaySeconds 0.5 -RunLimitSeconds 0 -MaxAttempts 3 -Label gpu, eu | New-SaladRecipe r",
        ];

        Assert.All(sources, source =>
        {
            TaskOptions options = Run<Recipe>(source)[0].Tasks[0].Options;
            Assert.Equal((-2, 0.5, 0.0, 3), (options.Priority, options.Delay.TotalSeconds, options.RunLimit!.Value.TotalSeconds, options.MaxAttempts));
            Assert.Equal(["gpu", "eu"], options.Labels);
        });
    }

    [Fact]
    public void A_described_task_can_be_added_with_all_that_it_asks_for()
    {
        Run("$m = Start-SaladMaster -Port 0 -KeepOpen -WarningAction Ignore; New-SaladTask a -Priority 7 -DelaySeconds 3600 -Label gpu | Add-SaladTask $m");

        TaskEntry task = Assert.Single(Run<TaskEntry>("Get-SaladTask"));
        Assert.Equal((7, TaskState.Blocked), (task.Priority, task.State));
        Assert.Equal(["gpu"], task.Label);
    }

    [Fact]
    public void What_is_wrong_with_tasks_names_the_task()
    {
        Shell.AddScript("$ErrorActionPreference = 'Continue'").Invoke();
        Try("try { (New-SaladTask a 1 -DependsOn b), (New-SaladTask b 1 -DependsOn a) | New-SaladRecipe Loop } catch { $caught = $_ }");
        string message = (string)Run("\"$caught\"")[0].BaseObject;

        Assert.Contains("Loop, task 1 (a)", message, StringComparison.Ordinal);
        Assert.Contains("a <- b <- a", message, StringComparison.Ordinal);
        Assert.Equal("RecipeCycle,FruitSalad.PS.Commands.NewSaladRecipeCommand", Run("$caught.FullyQualifiedErrorId")[0].BaseObject);
    }

    [Fact]
    public void A_master_and_a_whole_salad_take_a_recipe_a_name_and_a_path()
    {
        string file = Write(".psd1", "@{ Name = 'Pair'; Tasks = @{ Name = 'b'; DependsOn = 'a' }, 'a' }");

        Assert.Equal(["Pair", "AppleCrumble", "Soup"], Run($"""
            $masters = '{file}', 'applecrumble', (New-SaladTask leek | New-SaladRecipe Soup) | ForEach-Object {"{"} Start-SaladMaster $_ -Port 0 {"}"}
            $masters.Name
            """).Select(name => (string)name.BaseObject));
        Assert.Equal(
            ["a", "b"], Run<SaladResult>($"Invoke-Salad '{file}' -InProcess -Workers 2").Select(result => result.Name));
    }

    [Fact]
    public void Nothing_is_started_with_a_recipe_that_is_none()
    {
        string file = Write(".json", """{ "tasks": [{ "name": "a", "dependsOn": "b" }] }""");

        foreach (string command in new[] { "Start-SaladMaster -Port 0", "Invoke-Salad -InProcess" })
        {
            Assert.Equal("RecipeDependencyUnknown", (string)Run(
                $"try {"{"} {command} -Recipe '{file}' {"}"} catch {"{"} $_.FullyQualifiedErrorId.Split(',')[0] {"}"}")[0].BaseObject);
        }

        Assert.Empty(Run("Get-SaladMaster"));
    }

    [Fact]
    public void A_task_of_a_recipe_can_be_added_to_a_salad_that_runs()
    {
        Run("$m = Start-SaladMaster -KeepOpen -Port 0; Add-SaladTask $m -Name first");
        Run("New-SaladTask leek -Seconds 2 -Payload 1, 2 -DependsOn 0 | Add-SaladTask $m");

        TaskEntry added = Run<TaskEntry>("$m | Get-SaladTask")[^1];
        Assert.Equal(("leek", 2.0), (added.Name, added.Seconds));
        Assert.Equal([0], added.DependsOn);
    }

    void IDisposable.Dispose()
    {
        Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string Write(string extension, string text, string? name = null)
    {
        string path = Path.Combine(_folder, (name ?? Guid.NewGuid().ToString("N")) + extension);
        File.WriteAllText(path, text);
        return path;
    }
}
