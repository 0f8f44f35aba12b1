using System.Globalization;
using FruitSalad.Journal;
using FruitSalad.Store;
using FruitSalad.Stores;
using FruitSalad.Tasks;

namespace FruitSalad.Chaos;

/// <summary>
/// This program as another process, one to be killed: several workers on the salad of a file, that say each result only
/// once it is acknowledged. It never ends by itself.
/// </summary>
internal static class KilledMaster
{
    /// <summary>What the program is told to be one; the file follows.</summary>
    public const string Role = "killed-master";

    /// <summary>Works until it is killed, or until whoever started it is gone: then its standard input ends.</summary>
    public static async Task RunAsync(string path)
    {
        KeptSalad kept = await SaladStore.OfFile(path).OpenAsync();
        JournaledTaskStore store = await JournaledTaskStore.OpenAsync(kept.Journal, TimeProvider.System);
        Task ended = Task.Run(Console.In.ReadToEnd);
        await await Task.WhenAny([ended, .. Enumerable.Range(0, 4).Select(_ => Task.Run(() => WorkAsync(store)))]);
    }

    private static async Task WorkAsync(JournaledTaskStore store)
    {
        var worker = new WorkerId(Guid.NewGuid());
        await store.HelloAsync(worker, new WorkerIntroduction("W", Environment.ProcessId, "here"), default);
        for (long request = 1; ; request++)
        {
            Claim claim = (await store.ClaimAsync(worker, request, 3, default, default)).Value;
            foreach (Grant grant in claim.Grants)
            {
                string result = $"\"{worker.Value}\"";
                Verdict verdict = (await store.AcceptAsync(worker, [new ResultEntry(grant.Task.Id, grant.Attempt, result)], default)).Value[0];
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{grant.Task.Id} {grant.Attempt} {worker.Value} {verdict}"));
            }

            // The salad is kept going: what was done brings more to do.
            int? first = (await store.AddAsync($"{worker.Value} {request}", [new NewTask("more", default), new NewTask("more", default)], default)).Value;
            Console.WriteLine($"+ {worker.Value} {request} {first}");
        }
    }
}
