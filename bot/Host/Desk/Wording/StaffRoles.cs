using IntakeBot.Host.Staff;

namespace IntakeBot.Host.Desk.Wording;

/// <summary>Roles as claims and content name them: lower case.</summary>
internal static class StaffRoles
{
    private static readonly string[] s_codes = [.. Enum.GetNames<StaffRole>().Select(name => name.ToLowerInvariant())];

    public static string Code(this StaffRole role) => s_codes[(int)role];
}
