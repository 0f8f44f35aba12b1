using FruitSalad.Tests;

namespace FruitSalad.PS.Tests.EndToEnd;

/// <summary>Every lesson, run as its reader would run it, only faster. Each fails by itself if it does not show its point.</summary>
public class LessonTests
{
    public static TheoryData<string> Lessons => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "examples"), "??-*.ps1").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Lesson_shows_its_point(string lesson)
    {
        string path = Path.Combine(Repository.Root, "examples", lesson);
        string text = File.ReadAllText(path);
        string[] faster = text.Contains("$TimeScale", StringComparison.Ordinal) ? ["-TimeScale", "0.1"] : [];
        string[] fewer = text.Contains("$Kills", StringComparison.Ordinal) ? ["-Count", "300", "-Kills", "2"] : [];

        SaladRun run = SaladProcess.Run([path, .. faster, .. fewer]);

        Assert.True(run.ExitCode == 0, $"{lesson} ended with {run.ExitCode}.\n{run.Output}\n{run.Error}");
        Assert.NotEqual("", run.Output.Trim());
        Assert.Equal("", run.Error.Trim());
    }

    [Fact]
    public void The_lesson_about_a_database_shows_its_point_where_there_is_one()
    {
        using var database = new TestDatabase();
        string path = Path.Combine(Repository.Root, "examples", "42-three-masters-on-a-database.ps1");

        SaladRun run = SaladProcess.Run([path, "-TimeScale", "0.1", "-Store", database.Connection]);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.Contains("The salad is Completed: 11 fruits", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_twelve_of_them() => Assert.True(Lessons.Count >= 12);
}
