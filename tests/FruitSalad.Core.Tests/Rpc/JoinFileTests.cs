using FruitSalad.Rpc;

namespace FruitSalad.Core.Tests.Rpc;

public sealed class JoinFileTests : IDisposable
{
    private static readonly SaladKeys Keys = SaladKeys.Create();
    private readonly string _folder = Directory.CreateTempSubdirectory("fruitsalad-file-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "join.json");

    [Fact]
    public void Comes_back_as_it_was_written()
    {
        var file = new JoinFile(Guid.NewGuid(), ["kitchen:18861", "[::1]:7"]) { Fingerprint = "AB", WorkerKey = Keys.Worker, OwnerKey = Keys.Owner };

        file.Write(Path);

        Assert.Equal(JoinFileFault.None, JoinFile.TryRead(Path, out JoinFile? read));
        Assert.Equal((file.Salad, file.Fingerprint), (read!.Salad, read.Fingerprint));
        Assert.Equal(file.WorkerKey, read.WorkerKey);
        Assert.Equal(file.OwnerKey, read.OwnerKey);
        Assert.Equal(
            [new MasterAddress("kitchen", 18861) { Fingerprint = "AB" }, new MasterAddress("::1", 7) { Fingerprint = "AB" }],
            read.Addresses());
        Assert.Equal([Path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Only_its_owner_can_read_it_and_it_is_refused_otherwise()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        new JoinFile(Guid.NewGuid(), ["a:1"]) { WorkerKey = Keys.Worker }.Write(Path);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        foreach (UnixFileMode open in new[] { UnixFileMode.GroupRead, UnixFileMode.GroupWrite, UnixFileMode.OtherRead, UnixFileMode.OtherWrite })
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | open);
            Assert.Equal(JoinFileFault.OpenToOthers, JoinFile.TryRead(Path, out JoinFile? read));
            Assert.Null(read);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"salad":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","masters":["a:1"]}""")]
    [InlineData("""{"salad":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","masters":["a:1"],"worker_key":"AAAA"}""")]
    [InlineData("""{"salad":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","masters":["a:1"],"worker_key":"?"}""")]
    [InlineData("""{"salad":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","masters":[],"worker_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")]
    [InlineData("""{"salad":"3f2504e0-4f89-11d3-9a0c-0305e82c3301","masters":["a:99999"],"worker_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")]
    public void What_is_damaged_is_refused(string text)
    {
        new JoinFile(Guid.NewGuid(), ["a:1"]) { WorkerKey = Keys.Worker }.Write(Path);
        File.WriteAllText(Path, text);

        Assert.Equal(JoinFileFault.Damaged, JoinFile.TryRead(Path, out JoinFile? read));
        Assert.Null(read);
    }

    [Fact]
    public void One_that_is_not_there_is_missing_and_one_that_cannot_be_written_leaves_nothing()
    {
        Assert.Equal(JoinFileFault.Missing, JoinFile.TryRead(Path, out _));
        Directory.CreateDirectory(Path);
        Assert.ThrowsAny<Exception>(() => new JoinFile(Guid.NewGuid(), ["a:1"]) { WorkerKey = Keys.Worker }.Write(Path));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
