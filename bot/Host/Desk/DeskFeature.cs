using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Audit;
using IntakeBot.Host.Desk.Cases;
using IntakeBot.Host.Desk.Drafts;
using IntakeBot.Host.Desk.Duty;
using IntakeBot.Host.Desk.Integrations;
using IntakeBot.Host.Desk.Notice;
using IntakeBot.Host.Desk.People;
using IntakeBot.Host.Desk.Queue;
using IntakeBot.Host.Desk.Replies;
using IntakeBot.Host.Desk.Robots;
using IntakeBot.Host.Desk.Shell;
using IntakeBot.Host.Desk.SignIn;
using IntakeBot.Host.Desk.SignIn.Provider;
using IntakeBot.Host.Desk.Wording;
using MudBlazor.Services;

namespace IntakeBot.Host.Desk;

/// <summary>The staff's pages.</summary>
internal static class DeskFeature
{
    public static IHostApplicationBuilder AddDesk(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddMudServices();
        services.AddStaffSignIn(SessionSettings.Of(builder.Configuration));
        builder.AddProvider();
        services.AddSingleton<DeskWording>();
        services.AddSingleton<DeskAccess>();
        services.AddSingleton<WaitingResidents>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton<QueueSearch>();
        services.AddSingleton<StationNames>();
        services.AddSingleton<OutcomeNames>();
        services.AddSingleton<Reach>();
        services.AddSingleton<CaseLooks>();
        services.AddSingleton<DeskCases>();
        services.AddSingleton<CaseWork>();
        services.AddSingleton<ShippedReplies>();
        services.AddSingleton<ReplyBook>();
        services.AddSingleton<DraftBook>();
        services.AddSingleton<StaffPeople>();
        services.AddSingleton<StaffDuty>();
        services.AddSingleton<DutyBoard>();
        services.AddSingleton<HoursBook>();
        services.AddSingleton<AbsentOwners>();
        services.AddHostedService(provider => provider.GetRequiredService<AbsentOwners>());
        services.AddSingleton<AuditBook>();
        services.AddSingleton<StaffRobots>();
        services.AddSingleton<StaffIntegrations>();
        services.AddSingleton<CaseFiles>();
        // Chinese goes into the page as it is.
        services.AddWebEncoders(options => options.TextEncoderSettings = new(System.Text.Unicode.UnicodeRanges.All));
        services.AddScoped<Bell>();
        services.AddSingleton<NoticeReader>();
        return builder;
    }

    public static WebApplication MapDesk(this WebApplication app)
    {
        // Texts that do not fit the program stop the start, with file and line.
        app.Services.GetRequiredService<DeskWording>().In(IntakeBot.Dialogue.Wording.Languages.Chinese);
        app.Services.GetRequiredService<ShippedReplies>().In(IntakeBot.Dialogue.Wording.Languages.Chinese);
        app.UseAntiforgery();
        // By name: a test that starts the application is another program.
        app.MapStaticAssets("IntakeBot.Host.staticwebassets.endpoints.json");
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        app.MapDeskEndpoints();
        return app;
    }
}
