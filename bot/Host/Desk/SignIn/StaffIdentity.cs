using System.Security.Claims;
using IntakeBot.Host.Desk.Wording;
using IntakeBot.Host.Staff;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Desk.SignIn;

/// <summary>How staff sign in: rules of passwords and lock-out, the cookie, and who may open which page.</summary>
internal static class StaffIdentity
{
    public const string Policy = "desk";
    public const string AdministratorPolicy = "desk-administrator";
    /// <summary>Who keeps people: administrators, and leads those of their station.</summary>
    public const string KeeperPolicy = "desk-keeper";
    /// <summary>Leads and above.</summary>
    public const string LeadPolicy = "desk-lead";
    public const string LoginPath = "/desk/login";
    public const string PasswordPath = "/desk/password";
    public const int Failures = 5;
    public static readonly TimeSpan LockOut = TimeSpan.FromMinutes(10);

    public static void AddStaffSignIn(this IServiceCollection services, SessionSettings session)
    {
        services.AddSingleton(session);
        services.Configure<IdentityOptions>(options =>
        {
            options.Lockout.MaxFailedAccessAttempts = Failures;
            options.Lockout.DefaultLockoutTimeSpan = LockOut;
            // Length is what counts; forced symbols end up on a sticker at the screen.
            options.Password.RequiredLength = 10;
            options.Password.RequiredUniqueChars = 4;
            options.Password.RequireDigit = options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
        });
        services.AddScoped<IUserClaimsPrincipalFactory<StaffAccount>, StaffPrincipal>();
        services.AddSingleton<UnknownNames>();
        services.AddScoped<DeskSignIn>();
        // An account that was switched off or whose password was reset loses its cookie soon; every read and write asks the
        // store besides.
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.ConfigureApplicationCookie(options => Cookie(options, session));
        services.AddAuthorizationBuilder()
            .AddPolicy(Policy, policy => policy.RequireAuthenticatedUser().RequireAssertion(c => !MustChange(c.User)))
            .AddPolicy(AdministratorPolicy, policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(c => !MustChange(c.User)).RequireRole(StaffRole.Administrator.Code()))
            .AddPolicy(KeeperPolicy, policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(c => !MustChange(c.User)).RequireRole(StaffRole.Administrator.Code(), StaffRole.Lead.Code()))
            .AddPolicy(LeadPolicy, policy => policy.RequireAuthenticatedUser()
                .RequireAssertion(c => !MustChange(c.User)).RequireRole([.. Enum.GetValues<StaffRole>().Where(role => role != StaffRole.Clerk).Select(StaffRoles.Code)]));
    }

    public static bool MustChange(ClaimsPrincipal user) => user.HasClaim(StaffPrincipal.MustChange, "true");

    private static void Cookie(CookieAuthenticationOptions options, SessionSettings session)
    {
        DeskSession.Configure(options, session);
        options.Cookie.Name = "intake.desk";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.LoginPath = LoginPath;
        options.ReturnUrlParameter = "back";
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.Redirect(MustChange(context.HttpContext.User) ? PasswordPath : "/desk");
            return Task.CompletedTask;
        };
    }
}

/// <summary>What the cookie says: name, role, and whether the password is still the one-time one. What may be seen is asked of the store.</summary>
internal sealed class StaffPrincipal(UserManager<StaffAccount> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<StaffAccount>(users, options)
{
    public const string MustChange = "must-change-password";
    public const string DisplayName = "display-name";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffAccount user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(identity.RoleClaimType, user.Role.Code()));
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        if (user.MustChangePassword) identity.AddClaim(new Claim(MustChange, "true"));
        return identity;
    }
}
