using Microsoft.AspNetCore.Identity;

namespace IntakeBot.Host.Staff;

/// <summary>Somebody who signs in at the desk. Residents have no account.</summary>
public sealed class StaffAccount : IdentityUser
{
    public StaffAccount()
    {
    }

    public StaffAccount(string userName)
        : base(userName)
    {
    }

    public string DisplayName { get; set; } = "";
    public StaffRole Role { get; set; }
    /// <summary>Station (or hall, subdistrict desk, district desk) where this person works; null for administrators.</summary>
    public string? StationId { get; set; }
    /// <summary>The first password was printed or handed over: it has to be replaced at the first sign-in.</summary>
    public bool MustChangePassword { get; set; }
    public bool Disabled { get; set; }
}

/// <summary>What somebody may see: the own station's cases, the subdistrict's, the district's; administrators also change things.</summary>
public enum StaffRole
{
    Clerk,
    Lead,
    Subdistrict,
    District,
    Administrator,
}
