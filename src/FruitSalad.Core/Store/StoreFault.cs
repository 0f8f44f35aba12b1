namespace FruitSalad.Store;

/// <summary>What is wrong with a durable store.</summary>
public enum StoreFault : byte
{
    /// <summary>It cannot be reached or written now. What was acknowledged is safe; the same call may be made again.</summary>
    Unavailable,

    /// <summary>It cannot be read: bytes of it are missing or changed.</summary>
    Damaged,

    /// <summary>The file or the schema is not one of ours. Nothing in it was touched.</summary>
    Foreign,

    /// <summary>A later version of this program made it. Nothing in it was touched.</summary>
    LaterVersion,

    /// <summary>Its history does not follow from the rules of this program.</summary>
    OtherRules,

    /// <summary>It cannot be made or opened there: no such folder, no permission, or a wrong name or password.</summary>
    NotUsable,

    /// <summary>There is no salad of that name in it, or none at all.</summary>
    SaladMissing,

    /// <summary>There is a salad of that name in it already.</summary>
    SaladExists,

    /// <summary>There are several salads in it, and none was named.</summary>
    SaladNotNamed,
}
