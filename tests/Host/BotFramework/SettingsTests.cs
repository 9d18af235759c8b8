using System.Net;
using System.Text;
using IntakeBot.Host.BotFramework;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Tests.Running;
using Microsoft.Extensions.Configuration;

namespace IntakeBot.Host.Tests.BotFramework;

public sealed class SettingsTests(Bots bots, SignedInBots signedIn)
{
    [Fact]
    public async Task Nobody_asked_for_it_so_there_is_no_such_door()
    {
        var bot = await bots.OnAsync(Bots.Sqlite);
        using var answer = await bot.Http.PostAsync("/api/messages", new StringContent("{}", Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task The_door_answers_HEAD_and_no_other_verb_but_POST()
    {
        var bot = (await signedIn.GetAsync()).Production;
        foreach (var (method, expected) in new[] { ("HEAD", 200), ("GET", 405), ("PUT", 405), ("DELETE", 405), ("PATCH", 405), ("OPTIONS", 405) })
        {
            using var answer = await bot.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/messages"));
            ((int)answer.StatusCode).ShouldBe(expected, method);
        }
    }

    [Theory]
    [InlineData("AppId", "AppPassword=x")]
    [InlineData("AppId", "TenantId=x")]
    [InlineData("AppId", "AllowedServiceHosts:0=example.com")]
    [InlineData("AppPassword", "AppId=x")]
    [InlineData("Cloud", "AppId=x", "AppPassword=y", "Cloud=mars")]
    [InlineData("TenantId", "AppId=x", "AppPassword=y", "Cloud=china")]
    [InlineData("Issuer", "AppId=x", "AppPassword=y", "Cloud=custom", "AllowedServiceHosts:0=example.com")]
    [InlineData("AllowedServiceHosts", "AppId=x", "AppPassword=y", "Cloud=custom")]
    [InlineData("Metadata", "AppId=x", "AppPassword=y", "Metadata=http://login.example.com")]
    [InlineData("TokenUrl", "AppId=x", "AppPassword=y", "TokenUrl=/token")]
    [InlineData("EntraCallers", "AppId=x", "AppPassword=y", "EntraIssuers:0=https://sts.windows.net/t/")]
    public void Half_a_setting_is_said_before_anything_starts(string named, params string[] settings) =>
        Should.Throw<SettingException>(() => From(false, settings)).Message.ShouldContain($"BotFramework:{named}");

    [Fact]
    public void The_clouds_are_as_the_protocol_sheet_has_them()
    {
        var global = From(false, "AppId=x", "AppPassword=y")!;
        global.Issuer.ShouldBe("https://api.botframework.com");
        global.Metadata.ShouldBe("https://login.botframework.com/v1/.well-known/openidconfiguration");
        global.TokenUrl.ShouldBe("https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token");
        global.Scope.ShouldBe("https://api.botframework.com/.default");
        global.EntraIssuers.ShouldBeEmpty();
        From(false, "AppId=x", "AppPassword=y", "TenantId=my-tenant")!.TokenUrl.ShouldBe("https://login.microsoftonline.com/my-tenant/oauth2/v2.0/token");

        var china = From(false, "AppId=x", "AppPassword=y", "Cloud=china", "TenantId=t")!;
        china.Issuer.ShouldBe("https://api.botframework.azure.cn");
        china.Metadata.ShouldBe("https://login.botframework.azure.cn/v1/.well-known/openidconfiguration");
        china.Scope.ShouldBe("https://api.botframework.azure.cn/.default");
        china.TokenUrl.ShouldBe("https://login.partner.microsoftonline.cn/t/oauth2/v2.0/token");
        china.ServiceHosts.Open("https://directline.botframework.azure.cn/").ShouldNotBeNull();
        china.ServiceHosts.Open("https://smba.trafficmanager.net/apac/").ShouldBeNull();
        From(false, "AppId=x", "AppPassword=y", "TenantId=t", "Cloud=china", "TokenUrl=https://login.example.cn/{tenant}/token")!.TokenUrl.ShouldBe("https://login.example.cn/t/token");
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/apac/", true)]
    [InlineData("https://directline.botframework.com", true)]
    [InlineData("https://SMBA.trafficmanager.net/apac/", true)]
    [InlineData("https://smba.trafficmanager.net.evil.example/", false)]
    [InlineData("https://evil-botframework.com/", false)]
    [InlineData("https://botframework.com/", false)]
    [InlineData("https://smba.trafficmanager.net:8443/", false)]
    [InlineData("http://smba.trafficmanager.net/", false)]
    [InlineData("https://user:word@smba.trafficmanager.net/", false)]
    [InlineData("https://smba.trafficmanager.net/?to=https://evil.example", false)]
    [InlineData("https://smba.trafficmanager.net/#x", false)]
    [InlineData("https://evil.example/smba.trafficmanager.net", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("http://localhost:56150/_connector", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("smba.trafficmanager.net", false)]
    [InlineData("", false)]
    public void Only_allowed_hosts_are_called(string url, bool allowed)
    {
        (From(false, "AppId=x", "AppPassword=y")!.ServiceHosts.Open(url) is not null).ShouldBe(allowed);
        var development = From(true)!.ServiceHosts.Open(url) is not null;
        development.ShouldBe(allowed || url.Contains("://127.0.0.1", StringComparison.Ordinal) || url.Contains("://localhost", StringComparison.Ordinal));
    }

    private static BotFrameworkSettings? From(bool development, params string[] settings) => BotFrameworkSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create("BotFramework:" + s[0], (string?)s[1]))).Build(),
        development);
}
