using IntakeBot.Host.Store;
using Microsoft.AspNetCore.Identity;

namespace IntakeBot.Host.Staff;

/// <summary>Accounts of staff: ASP.NET Core Identity on the bot's own database.</summary>
internal static class StaffFeature
{
    public static IHostApplicationBuilder AddStaff(this IHostApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        builder.Services.AddAuthorization();
        builder.Services.AddIdentityCore<StaffAccount>(options =>
            {
                options.Password.RequiredLength = 10;
                options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 8;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddEntityFrameworkStores<HostDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        builder.Services.AddScoped<NewStaff>();
        return builder;
    }
}
