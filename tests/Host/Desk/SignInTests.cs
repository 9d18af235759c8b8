using System.Net;
using System.Text.RegularExpressions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.People;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Desk;

public sealed partial class SignInTests(Bots bots) : IDisposable
{
    private HttpClient _http = null!;

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Right_password_leads_to_the_desk_and_only_to_the_desk(string provider)
    {
        var bot = await OnAsync(provider);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        using (var stranger = await _http.GetAsync("/desk")) stranger.Headers.Location!.ToString().ShouldContain("/desk/login");

        using var answer = await LoginAsync(clerk.UserName!, Clerks.Password, "?back=https://evil.example/desk");
        answer.Headers.Location!.ToString().ShouldEndWith("/desk");
        answer.Headers.Location!.ToString().ShouldNotContain("evil");
        using var desk = await _http.GetAsync("/desk");
        desk.StatusCode.ShouldBe(HttpStatusCode.OK);
        // Nothing of a case is in the page before the circuit asked who is looking.
        (await desk.Content.ReadAsStringAsync()).ShouldNotContain("data-receipt");
        var policy = desk.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self';");
        desk.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Five_failures_lock_and_the_lock_says_so_for_known_and_unknown_names_alike(string provider)
    {
        var bot = await OnAsync(provider);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        foreach (var name in (string[])[clerk.UserName!, "nobody" + clerk.UserName])
        {
            var pages = new List<string>();
            for (var i = 0; i < 5; i++) pages.Add(await ProblemAsync(name, "not-the-password"));
            pages[..4].Distinct().Count().ShouldBe(1, name);
            pages[4].ShouldNotBe(pages[0], name);
            pages[4].ShouldContain("10");
        }
        // The right password does not open a locked account either.
        (await ProblemAsync(clerk.UserName!, Clerks.Password)).ShouldContain("10");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task One_time_password_has_to_be_replaced_before_anything_else(string provider)
    {
        var bot = await OnAsync(provider);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id, mustChange: true);
        using (var first = await LoginAsync(clerk.UserName!, Clerks.Password)) first.Headers.Location!.ToString().ShouldEndWith("/desk/password");
        using (var desk = await _http.GetAsync("/desk")) desk.Headers.Location!.ToString().ShouldEndWith("/desk/password");

        foreach (var (one, two) in (ValueTuple<string, string>[])[("first-own-2026", "other-own-2026"), ("short", "short"), (Clerks.Password, Clerks.Password), (clerk.UserName + "-2026", clerk.UserName + "-2026")])
            using (var refused = await ChangeAsync(one, two))
                (await refused.Content.ReadAsStringAsync()).ShouldContain("id=\"problem\"");

        using (var changed = await ChangeAsync("first-own-2026", "first-own-2026")) changed.Headers.Location!.ToString().ShouldEndWith("/desk");
        using (var desk = await _http.GetAsync("/desk")) desk.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Forms_without_their_token_are_refused(string provider)
    {
        var bot = await OnAsync(provider);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        using var bare = await _http.PostAsync("/desk/login", Form(("_handler", "login"), ("userName", clerk.UserName!), ("password", Clerks.Password)));
        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using (await LoginAsync(clerk.UserName!, Clerks.Password)) { }
        using (var forced = await _http.PostAsync("/desk/sign-out", Form(("x", "y")))) forced.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using (var still = await _http.GetAsync("/desk")) still.StatusCode.ShouldBe(HttpStatusCode.OK);

        var token = TokenOf(await _http.GetStringAsync("/desk"));
        using (var gone = await _http.PostAsync("/desk/sign-out", Form(("__RequestVerificationToken", token)))) gone.Headers.Location!.ToString().ShouldContain("/desk/login");
        using (var out_ = await _http.GetAsync("/desk")) out_.Headers.Location!.ToString().ShouldContain("/desk/login");
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Administrators_page_is_for_administrators(string provider)
    {
        var bot = await OnAsync(provider);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        using (await LoginAsync(clerk.UserName!, Clerks.Password)) { }
        using var refused = await _http.GetAsync("/desk/people");
        refused.Headers.Location!.ToString().ShouldEndWith("/desk");
        var people = bot.Get<StaffPeople>();
        (await people.ListAsync(await bot.SignInAsync(clerk))).ShouldBeNull();
        (await people.AddAsync(await bot.SignInAsync(clerk), new("A", "a.b", StaffRole.Administrator, null))).ShouldBeOfType<PersonResult.NotAllowed>();
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Switched_off_account_cannot_sign_in_and_a_reset_password_ends_what_was_open(string provider)
    {
        var bot = await OnAsync(provider);
        var people = bot.Get<StaffPeople>();
        var boss = await bot.HireAsync(StaffRole.Administrator, null);
        var asBoss = await bot.SignInAsync(boss);
        var station = (await bot.StationsAsync())[0];

        var name = "li.gong" + Guid.CreateVersion7().ToString("N")[20..];
        var added = (await people.AddAsync(asBoss, new("李工", name, StaffRole.Clerk, station.Id))).ShouldBeOfType<PersonResult.Done>();
        (await people.AddAsync(asBoss, new("李工", name, StaffRole.Clerk, station.Id))).ShouldBeOfType<PersonResult.UserNameTaken>();
        (await people.AddAsync(asBoss, new("李工", "a b", StaffRole.Clerk, station.Id))).ShouldBeOfType<PersonResult.UserNameBad>();
        (await people.AddAsync(asBoss, new("李工", "li.two", StaffRole.Clerk, "NO-SUCH"))).ShouldBeOfType<PersonResult.StationMissing>();
        (await people.DisableAsync(asBoss, boss.Id, true)).ShouldBeOfType<PersonResult.NotYourself>();

        using (var first = await LoginAsync(name, added.OneTimePassword!)) first.Headers.Location!.ToString().ShouldEndWith("/desk/password");
        var row = (await people.ListAsync(asBoss))!.Single(p => p.UserName == name);
        row.StationName.ShouldBe(station.Name);
        row.MustChangePassword.ShouldBeTrue();

        (await people.DisableAsync(asBoss, row.Id, true)).ShouldBeOfType<PersonResult.Done>();
        // The cookie from before neither lets anybody in nor keeps them from the form.
        (await ProblemAsync(name, added.OneTimePassword!)).ShouldNotBeEmpty();
        (await people.DisableAsync(asBoss, row.Id, false)).ShouldBeOfType<PersonResult.Done>();
        var reset = (await people.ResetPasswordAsync(asBoss, row.Id)).ShouldBeOfType<PersonResult.Done>();
        (await ProblemAsync(name, added.OneTimePassword!)).ShouldNotBeEmpty();
        using (var again = await LoginAsync(name, reset.OneTimePassword!)) again.Headers.Location!.ToString().ShouldEndWith("/desk/password");
        bot.Logs.Lines.ShouldNotContain(line => line.Contains(reset.OneTimePassword!, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Bots.All), MemberType = typeof(Bots))]
    public async Task Signing_out_everywhere_ends_every_session_of_the_account(string provider)
    {
        var bot = await OnAsync(provider);
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        var elsewhere = await bot.SignInAsync(clerk);
        using (await LoginAsync(clerk.UserName!, Clerks.Password)) { }
        var page = await _http.GetStringAsync("/desk/password");
        page.ShouldContain("id=\"sign-out-everywhere\"");
        (await bot.Get<Host.Desk.Access.DeskAccess>().ViewerAsync(elsewhere)).ShouldNotBeNull();
        using (var out_ = await _http.PostAsync("/desk/sign-out", Form(("__RequestVerificationToken", TokenOf(page)), ("everywhere", "true"))))
            out_.Headers.Location!.ToString().ShouldContain("/desk/login");
        (await bot.Get<Host.Desk.Access.DeskAccess>().ViewerAsync(elsewhere)).ShouldBeNull();
    }

    [Fact]
    public async Task Session_ends_after_the_longest_time_however_active_and_stays_as_long_as_somebody_is_at_work()
    {
        await using var bot = await TestBot.StartAsync("sqlite", "--Desk:SessionIdle=00:00:02", "--Desk:SessionLongest=00:00:04");
        var clerk = await bot.HireAsync(StaffRole.Clerk, (await bot.StationsAsync())[0].Id);
        _http = new(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = new(bot.Url) };
        using (await LoginAsync(clerk.UserName!, Clerks.Password)) { }
        (await SessionAsync(active: true)).ShouldContain("\"onDuty\":false");
        await bot.Get<Casework.Duty.DutyBook>().SignOnAsync(clerk.Id, "Li", (await bot.StationsAsync())[0].Id);
        (await SessionAsync(active: false)).ShouldContain("\"onDuty\":true");
        await Until.TrueAsync(async () => await SessionAsync(active: true), answer => answer == "");
        using var desk = await _http.GetAsync("/desk");
        desk.Headers.Location!.ToString().ShouldContain("/desk/login");

        using (await LoginAsync(clerk.UserName!, Clerks.Password)) { }
        using (var ended = await _http.DeleteAsync("/desk/session")) ended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var gone = await _http.GetAsync("/desk");
        gone.Headers.Location!.ToString().ShouldContain("/desk/login");

        async Task<string> SessionAsync(bool active)
        {
            using var answer = await _http.PutAsync("/desk/session", System.Net.Http.Json.JsonContent.Create(new { active }));
            return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : "";
        }
    }

    private async Task<TestBot> OnAsync(string provider)
    {
        var bot = await bots.OnAsync(provider);
        _http = new(new HttpClientHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = new(bot.Url) };
        return bot;
    }

    private async Task<HttpResponseMessage> LoginAsync(string name, string password, string query = "") => await _http.PostAsync("/desk/login" + query, Form(
        ("_handler", "login"), ("__RequestVerificationToken", TokenOf(await _http.GetStringAsync("/desk/login"))), ("userName", name), ("password", password)));

    private async Task<HttpResponseMessage> ChangeAsync(string one, string two) => await _http.PostAsync("/desk/password", Form(
        ("_handler", "password"), ("__RequestVerificationToken", TokenOf(await _http.GetStringAsync("/desk/password"))), ("newPassword", one), ("repeatPassword", two)));

    private async Task<string> ProblemAsync(string name, string password)
    {
        using var answer = await LoginAsync(name, password);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return Problem().Match(await answer.Content.ReadAsStringAsync()).Groups[1].Value;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
    private static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
    [GeneratedRegex("id=\"problem\"[^>]*>([^<]*)<")]
    private static partial Regex Problem();

    public void Dispose() => _http?.Dispose();
}
