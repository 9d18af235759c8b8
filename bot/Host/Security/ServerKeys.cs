using System.Security.Cryptography;
using IntakeBot.Host.Store;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Security;

/// <summary>
/// Keys of the server's own, 32 bytes each, kept in the database wrapped by Data Protection: they outlive restarts and are
/// the same for every replica. Loaded before anything is served.
/// </summary>
internal sealed class ServerKeys(HostDbFactory databases, IDataProtectionProvider protection, TimeProvider clock)
{
    private Dictionary<string, byte[]> _keys = [];

    /// <summary>Signs conversation tokens.</summary>
    public byte[] Tokens => _keys["tokens"];
    /// <summary>Signs building codes on QR posters: losing it makes every poster worthless.</summary>
    public byte[] Codes => _keys["codes"];
    /// <summary>Fingerprints personal data: losing it, the same number is no longer seen again.</summary>
    public byte[] Marks => _keys["marks"];
    /// <summary>Seals personal data at rest; the byte is the key's number, the highest is used for writing.</summary>
    public IEnumerable<KeyValuePair<byte, byte[]>> Seals => _keys
        .Where(key => key.Key.StartsWith("seal/", StringComparison.Ordinal))
        .Select(key => KeyValuePair.Create(byte.Parse(key.Key.AsSpan(5)), key.Value));

    public async Task LoadAsync(CancellationToken cancellation)
    {
        foreach (var name in (string[])["tokens", "codes", "marks", "seal/1"]) await EnsureAsync(name, cancellation);

        await using var db = databases.CreateDbContext();
        var protector = protection.CreateProtector("IntakeBot.ServerKeys");
        _keys = (await db.ServerKeys.AsNoTracking().ToListAsync(cancellation))
            .ToDictionary(row => row.Name, row => Convert.FromBase64String(protector.Unprotect(row.Value)));
    }

    private async Task EnsureAsync(string name, CancellationToken cancellation)
    {
        await using var db = databases.CreateDbContext();
        if (await db.ServerKeys.AnyAsync(key => key.Name == name, cancellation)) return;
        var value = protection.CreateProtector("IntakeBot.ServerKeys").Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        db.ServerKeys.Add(new() { Name = name, Value = value, CreatedAt = clock.GetUtcNow() });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (Exists(name))
        {
            // Another replica that started at the same moment was first; its key counts.
        }
    }

    private bool Exists(string name)
    {
        using var db = databases.CreateDbContext();
        return db.ServerKeys.Any(key => key.Name == name);
    }
}
