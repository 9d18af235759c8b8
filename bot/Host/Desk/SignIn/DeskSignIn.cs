using IntakeBot.Host.Staff;
using Microsoft.AspNetCore.Identity;

namespace IntakeBot.Host.Desk.SignIn;

/// <summary>What became of a try to sign in.</summary>
internal abstract record SignInOutcome
{
    public sealed record Welcome(bool MustChangePassword) : SignInOutcome;
    public sealed record Wrong : SignInOutcome;
    public sealed record Locked(int Minutes) : SignInOutcome;
    public sealed record Disabled : SignInOutcome;
}

/// <summary>What became of a new password.</summary>
internal enum PasswordOutcome { Changed, Differ, TooWeak, SameAsBefore }

/// <summary>Sign-in by name and password. Takes as long for names that do not exist as for those that do.</summary>
internal sealed class DeskSignIn(
    SignInManager<StaffAccount> signIn, UserManager<StaffAccount> users, UnknownNames unknown, TimeProvider time, Provider.ProviderSettings? provider = null)
{
    private static readonly StaffAccount s_nobody = new("nobody");
    // The hash of a password nobody has, made with the same hasher and cost.
    private static readonly Lazy<string> s_nobodysHash =
        new(() => new PasswordHasher<StaffAccount>().HashPassword(s_nobody, Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16))));

    public async Task<SignInOutcome> TryAsync(string? userName, string? password)
    {
        (userName, password) = (userName?.Trim() ?? "", password ?? "");
        if (provider is { Only: true }) return new SignInOutcome.Wrong();
        if (userName.Length is 0 or > 64 || password.Length is 0 or > 256) return new SignInOutcome.Wrong();
        var account = await users.FindByNameAsync(userName);
        if (account is null)
        {
            Hash(password);
            return unknown.Fail(users.NormalizeName(userName) ?? userName) is { } until ? Locked(until) : new SignInOutcome.Wrong();
        }
        if (await users.IsLockedOutAsync(account))
        {
            Hash(password);
            return Locked(account.LockoutEnd ?? time.GetUtcNow());
        }
        var checkedPassword = await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (checkedPassword.IsLockedOut) return Locked(account.LockoutEnd ?? time.GetUtcNow());
        if (!checkedPassword.Succeeded) return new SignInOutcome.Wrong();
        if (account.Disabled) return new SignInOutcome.Disabled();
        await signIn.SignInAsync(account, isPersistent: false);
        return new SignInOutcome.Welcome(account.MustChangePassword);
    }

    /// <summary>Replaces the password of the one who is signed in; other sessions of the account end.</summary>
    public async Task<PasswordOutcome> ChangeAsync(StaffAccount account, string? chosen, string? repeated)
    {
        chosen ??= "";
        if (chosen != repeated) return PasswordOutcome.Differ;
        if (chosen.Length > 256) return PasswordOutcome.TooWeak;
        if (await users.CheckPasswordAsync(account, chosen)) return PasswordOutcome.SameAsBefore;
        foreach (var validator in users.PasswordValidators)
            if (!(await validator.ValidateAsync(users, account, chosen)).Succeeded) return PasswordOutcome.TooWeak;
        if (chosen.Contains(account.UserName ?? "", StringComparison.OrdinalIgnoreCase)) return PasswordOutcome.TooWeak;

        account.MustChangePassword = false;
        account.PasswordHash = users.PasswordHasher.HashPassword(account, chosen);
        // Writes the new stamp, the hash and the flag in one update.
        var saved = await users.UpdateSecurityStampAsync(account);
        if (!saved.Succeeded) throw new InvalidOperationException("the account changed while its password was replaced");
        await signIn.RefreshSignInAsync(account);
        return PasswordOutcome.Changed;
    }

    private void Hash(string password) => users.PasswordHasher.VerifyHashedPassword(s_nobody, s_nobodysHash.Value, password);

    private SignInOutcome.Locked Locked(DateTimeOffset until) =>
        new(Math.Max(1, (int)Math.Ceiling((until - time.GetUtcNow()).TotalMinutes)));
}
