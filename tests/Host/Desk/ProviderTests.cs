using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using IntakeBot.Casework.Cases;
using IntakeBot.Host.Desk.SignIn.Provider;
using IntakeBot.Host.Staff;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Desk;

/// <summary>Sign-in through the npm oidc-provider, which we did not write.</summary>
public sealed partial class ProviderTests
{
    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Somebody_with_an_account_is_linked_at_the_first_sign_in_and_known_afterwards_and_signs_out_at_the_provider_too(string provider)
    {
        var url = FreeUrl();
        await using var id = await IdentityProvider.StartAsync(url);
        await using var bot = await StartAsync(provider, url, id);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id, mustChange: true);
        using (var http = Browser(url))
        {
            var login = await http.GetStringAsync("/desk/login");
            login.ShouldContain("id=\"provider\"");
            login.ShouldContain("name=\"password\"");
            (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, clerk.UserName!, "/desk?tab=all"))).ShouldBe("/desk?tab=all");
            using var desk = await http.GetAsync("/desk");
            desk.StatusCode.ShouldBe(HttpStatusCode.OK);
            desk.Headers.GetValues("Content-Security-Policy").Single().ShouldContain($"form-action 'self' {id.Issuer}");
            var token = Token().Match(await desk.Content.ReadAsStringAsync()).Groups[1].Value;
            using var left = await http.PostAsync("/desk/sign-out", new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]));
            left.Headers.Location!.ToString().ShouldStartWith($"{id.Issuer}/session/end?");
            left.Headers.Location!.Query.ShouldContain("id_token_hint=");
            using var gone = await http.GetAsync("/desk");
            gone.Headers.Location!.ToString().ShouldContain("/desk/login");
        }
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
        {
            (await db.UserLogins.SingleAsync(l => l.UserId == clerk.Id)).ShouldSatisfyAllConditions(l => l.LoginProvider.ShouldBe(id.Issuer), l => l.ProviderKey.ShouldBe(clerk.UserName));
            // The one-time password nobody used is no second way in.
            (await db.Users.SingleAsync(u => u.Id == clerk.Id)).PasswordHash.ShouldBeNull();
        }
        // Renamed here: the link counts, not the name.
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
            await db.Users.Where(u => u.Id == clerk.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.UserName, "renamed." + clerk.UserName).SetProperty(u => u.NormalizedUserName, ("renamed." + clerk.UserName).ToUpperInvariant()));
        using var again = Browser(url);
        (await ReturnAsync(again, await IdentityProvider.SignInAsync(again, clerk.UserName!))).ShouldBe("/desk");
    }

    [Fact]
    public async Task Who_has_no_account_or_a_switched_off_one_or_no_second_step_is_told_so_and_gets_none()
    {
        var url = FreeUrl();
        await using var id = await IdentityProvider.StartAsync(url);
        await using var bot = await StartAsync("sqlite", url, id);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        int before;
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext())
        {
            await db.Users.Where(u => u.Id == clerk.Id).ExecuteUpdateAsync(set => set.SetProperty(u => u.Disabled, true));
            before = await db.Users.CountAsync();
        }
        using (var http = Browser(url))
        {
            (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, "nobody.here|boss"))).ShouldBe("/desk/login?problem=unknown");
            (await http.GetStringAsync("/desk/login?problem=unknown")).ShouldContain("id=\"problem\"");
            using var desk = await http.GetAsync("/desk");
            desk.Headers.Location!.ToString().ShouldContain("/desk/login");
        }
        using (var http = Browser(url)) (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, clerk.UserName!))).ShouldBe("/desk/login?problem=disabled");
        await using (var db = bot.Get<HostDbFactory>().CreateDbContext()) (await db.Users.CountAsync()).ShouldBe(before);

        var strict = FreeUrl();
        await using var other = await IdentityProvider.StartAsync(strict);
        await using var careful = await StartAsync("sqlite", strict, other, "--Desk:OpenIdConnect:RequireMfa=true");
        using (var http = Browser(strict)) (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, "anybody"))).ShouldBe("/desk/login?problem=mfa");
    }

    [Fact]
    public async Task Role_and_station_of_the_provider_make_an_account_only_where_the_settings_say_so()
    {
        var url = FreeUrl();
        await using var id = await IdentityProvider.StartAsync(url);
        await using var bot = await StartAsync("sqlite", url, id, "--Desk:OpenIdConnect:RoleClaim=groups", "--Desk:OpenIdConnect:StationClaim=station", "--Desk:OpenIdConnect:Roles:clerks=clerk");
        var station = (await bot.StationsAsync()).First(s => s.Level == CaseLevel.Station).Id;
        using (var http = Browser(url)) (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, $"new.person|clerks|{station}"))).ShouldBe("/desk");
        using (var http = Browser(url)) (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, "new.other|clerks|NOWHERE"))).ShouldBe("/desk/login?problem=unknown");
        using (var http = Browser(url)) (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, $"new.boss|bosses|{station}"))).ShouldBe("/desk/login?problem=unknown");
        await using var db = bot.Get<HostDbFactory>().CreateDbContext();
        (await db.Users.SingleAsync(u => u.UserName!.StartsWith("new."))).ShouldSatisfyAllConditions(
            u => u.Role.ShouldBe(StaffRole.Clerk), u => u.StationId.ShouldBe(station), u => u.DisplayName.ShouldBe("Person new.person"));
    }

    [Fact]
    public async Task Tampered_state_or_a_lost_nonce_or_another_issuer_lets_nobody_in()
    {
        var url = FreeUrl();
        await using var id = await IdentityProvider.StartAsync(url);
        await using var bot = await StartAsync("sqlite", url, id);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        using (var http = Browser(url))
        {
            var callback = await IdentityProvider.SignInAsync(http, clerk.UserName!);
            (await ReturnAsync(http, new(State().Replace(callback.ToString(), "state=AAAA$1")))).ShouldBe("/desk/login?problem=failed");
        }
        var cookies = new CookieContainer();
        using (var http = Browser(url, cookies))
        {
            var callback = await IdentityProvider.SignInAsync(http, clerk.UserName!);
            foreach (Cookie cookie in cookies.GetAllCookies())
                if (cookie.Name.Contains("Nonce", StringComparison.Ordinal)) cookie.Expired = true;
            (await ReturnAsync(http, callback)).ShouldBe("/desk/login?problem=failed");
        }
        // A code answered in the browser of somebody else.
        using (var victim = Browser(url))
        using (var attacker = Browser(url))
            (await ReturnAsync(victim, await IdentityProvider.SignInAsync(attacker, clerk.UserName!))).ShouldBe("/desk/login?problem=failed");

        var elsewhere = FreeUrl();
        await using var liar = await IdentityProvider.StartAsync(elsewhere, "--wrong-issuer");
        await using var other = await StartAsync("sqlite", elsewhere, liar);
        var there = await other.HireAsync(StaffRole.Clerk, (await other.StationsAsync())[0].Id);
        using (var http = Browser(elsewhere)) (await ReturnAsync(http, await IdentityProvider.SignInAsync(http, there.UserName!))).ShouldBe("/desk/login?problem=failed");
    }

    [Fact]
    public async Task Provider_that_is_gone_is_said_so_and_local_accounts_still_open_unless_it_is_the_only_way()
    {
        var (url, strict) = (FreeUrl(), FreeUrl());
        var id = await IdentityProvider.StartAsync(url);
        await id.StopAsync();
        await using (var bot = await StartAsync("sqlite", url, id))
        {
            var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
            using var http = Browser(url);
            using var gone = await http.GetAsync("/desk/sign-in/provider");
            gone.Headers.Location!.ToString().ShouldBe("/desk/login?problem=down");
            var page = await http.GetStringAsync("/desk/login?problem=down");
            page.ShouldContain("id=\"problem\"");
            using var local = await http.PostAsync("/desk/login", Login(page, clerk.UserName!));
            local.Headers.Location!.ToString().ShouldEndWith("/desk");
        }
        await using (var bot = await StartAsync("sqlite", strict, id, "--Desk:OpenIdConnect:Only=true"))
        {
            var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
            using var http = Browser(strict);
            (await http.GetStringAsync("/desk/login")).ShouldNotContain("name=\"password\"");
            await using var scope = bot.App.Services.CreateAsyncScope();
            (await scope.ServiceProvider.GetRequiredService<Host.Desk.SignIn.DeskSignIn>().TryAsync(clerk.UserName, Clerks.Password)).ShouldBeOfType<Host.Desk.SignIn.SignInOutcome.Wrong>();
        }
        await id.DisposeAsync();
    }

    [Theory]
    [InlineData("Authority", "http://id.example.org")]
    [InlineData("Only", "perhaps")]
    [InlineData("Roles:a", "king")]
    [InlineData("RoleClaim", "groups")]
    [InlineData("ClientId", "")]
    public void Settings_that_cannot_work_say_what_to_do(string name, string value)
    {
        var settings = new Dictionary<string, string?> { [$"{ProviderSettings.Section}:Authority"] = "https://id.example.org", [$"{ProviderSettings.Section}:ClientId"] = "desk" };
        ProviderSettings.Of(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).ShouldNotBeNull();
        settings[$"{ProviderSettings.Section}:{name}"] = value;
        Should.Throw<SettingException>(() => ProviderSettings.Of(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())).Message.ShouldContain(ProviderSettings.Section);
    }

    private static Task<TestBot> StartAsync(string provider, string url, IdentityProvider id, params string[] more) => TestBot.StartAsync(
        provider, [$"--urls={url}", $"--Desk:OpenIdConnect:Authority={id.Issuer}", "--Desk:OpenIdConnect:ClientId=desk", "--Desk:OpenIdConnect:ClientSecret=desk-secret", .. more]);

    /// <summary>Hands the provider's answer to the desk, and follows it to where it leads.</summary>
    private static async Task<string> ReturnAsync(HttpClient http, Uri callback)
    {
        using var answer = await http.GetAsync(callback);
        var next = answer.Headers.Location!.ToString();
        if (!next.StartsWith("/desk/sign-in/done", StringComparison.Ordinal)) return next;
        using var done = await http.GetAsync(next);
        return done.Headers.Location!.ToString();
    }

    private static HttpClient Browser(string url, CookieContainer? cookies = null) =>
        new(new HttpClientHandler { CookieContainer = cookies ?? new(), AllowAutoRedirect = false }) { BaseAddress = new(url) };

    private static FormUrlEncodedContent Login(string page, string name) => new(new Dictionary<string, string>
    {
        ["_handler"] = "login", ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value, ["userName"] = name, ["password"] = Clerks.Password,
    });

    private static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
    [GeneratedRegex("state=....([^&]*)")]
    private static partial Regex State();
}
