using System.Management.Automation;
using FruitSalad.Stores;

namespace FruitSalad.PS.Commands;

public sealed partial class StartSaladMasterCommand
{
    private SaladStore? _store;

    /// <summary>
    /// A file that keeps the salad, so that nothing is lost when the master falls. Where the file has the salad already,
    /// the master goes on with it as it was made; several masters of this machine may serve it at once.
    /// </summary>
    /// <value>None: the salad is kept in memory and ends with its master</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>
    /// A PostgreSQL database that keeps the salad: as -Path, for masters of many machines. Reads
    /// 'Host=...;Database=...'; the password is not part of it.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>The database's user and password.</summary>
    /// <value>The machine's user, with PGPASSWORD or the user's password file</value>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }
}
