using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using IntakeBot.Host.Staff;
using IntakeBot.Host.Tests.Desk;
using IntakeBot.Host.Tests.Running;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntakeBot.Host.Tests.Api;

public sealed class ReferenceTests(Bots bots)
{
    [Fact]
    public async Task The_description_is_shown_to_staff_only_and_runs_its_one_script_by_hash()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(bot.Url) };
        (await http.GetAsync("/api/reference/")).StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.Unauthorized);

        var options = bot.Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        // As at a sign-in: without a beginning a session is over.
        var session = new AuthenticationProperties { Items = { ["began"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) } };
        var ticket = options.TicketDataFormat.Protect(new(await bot.ClerkAsync(StaffRole.Administrator, null), session, IdentityConstants.ApplicationScheme));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/reference/");
        request.Headers.Add("Cookie", $"{options.Cookie.Name}={ticket}");
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, answer.Headers.ToString());
        var html = await answer.Content.ReadAsStringAsync();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var inline = Regex.Matches(html, "<script(?![^>]*src)[^>]*>(.*?)</script>", RegexOptions.Singleline);
        inline.Count.ShouldBe(1);
        policy.ShouldContain(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline[0].Groups[1].Value))));
        policy.Split("script-src")[1].Split(';')[0].ShouldNotContain("unsafe");
        html.ShouldNotContain("https://");
    }
}
