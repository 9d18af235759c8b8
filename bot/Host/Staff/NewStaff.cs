using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Staff;

/// <summary>Makes accounts with a random first password, which has to be replaced at the first sign-in.</summary>
internal sealed class NewStaff(UserManager<StaffAccount> accounts)
{
    public const string Administrator = "admin";
    // No look-alikes: it is read from a screen and typed by hand.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz";
    private const string Capitals = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Digits = "23456789";

    /// <summary>The first administrator. null: there are accounts already.</summary>
    public async Task<string?> FirstAsync()
    {
        if (await accounts.Users.AnyAsync()) return null;
        return (await AddAsync(new(Administrator) { DisplayName = Administrator, Role = StaffRole.Administrator })).Password;
    }

    /// <returns>The password, or why the account could not be made.</returns>
    public async Task<(string? Password, string? Problem)> AddAsync(StaffAccount account)
    {
        account.MustChangePassword = true;
        var password = Password();
        var result = await accounts.CreateAsync(account, password);
        return result.Succeeded ? (password, null) : (null, string.Join(" ", result.Errors.Select(e => e.Description)));
    }

    /// <summary>About 75 bits, readable, typed once.</summary>
    public static string Password() =>
        $"{Capitals[RandomNumberGenerator.GetInt32(Capitals.Length)]}{RandomNumberGenerator.GetString(Letters, 7)}-{RandomNumberGenerator.GetString(Letters + Digits, 6)}{RandomNumberGenerator.GetString(Digits, 2)}";
}
