using System.Net;
using IntakeBot.Host.StartUp;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Webhooks;
using Microsoft.Extensions.Configuration;

namespace IntakeBot.Host.Tests.Webhooks;

public sealed class SafeAddressTests
{
    [Theory]
    [InlineData("8.8.8.8", true), InlineData("114.114.114.114", true), InlineData("2400:3200::1", true)]
    [InlineData("127.0.0.1", false), InlineData("127.8.9.1", false), InlineData("10.1.2.3", false), InlineData("172.16.0.1", false), InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false), InlineData("169.254.169.254", false), InlineData("100.64.0.1", false), InlineData("100.100.100.200", false), InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false), InlineData("255.255.255.255", false), InlineData("198.18.0.1", false)]
    [InlineData("::1", false), InlineData("::", false), InlineData("fe80::1", false), InlineData("fd00::1", false), InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false), InlineData("::ffff:8.8.8.8", true), InlineData("64:ff9b::a00:1", false), InlineData("64:ff9b::808:808", true), InlineData("2002:a00:1::", false)]
    [InlineData("::10.0.0.1", false), InlineData("2001:0:4136:e378::", false)]
    public void Only_public_addresses_are_called(string address, bool allowed) => With().IsAllowed(IPAddress.Parse(address)).ShouldBe(allowed);

    [Fact]
    public void A_closed_network_can_be_allowed_and_nothing_beside_it()
    {
        var addresses = With(("Webhooks:AllowedNetworks", "10.1.0.0/16, fd12::/16"));
        addresses.IsAllowed(IPAddress.Parse("10.1.2.3")).ShouldBeTrue();
        addresses.IsAllowed(IPAddress.Parse("::ffff:10.1.2.3")).ShouldBeTrue();
        addresses.IsAllowed(IPAddress.Parse("fd12::5")).ShouldBeTrue();
        addresses.IsAllowed(IPAddress.Parse("10.2.0.1")).ShouldBeFalse();
        With(("Webhooks:AllowedNetworks:0", "10.1.0.0/16")).IsAllowed(IPAddress.Parse("10.1.0.1")).ShouldBeTrue();
        Should.Throw<SettingException>(() => With(("Webhooks:AllowedNetworks", "10.1.0.0/33"))).Message.ShouldContain("10.1.0.0/33");
    }

    [Theory]
    [InlineData("https://city.example.gov.cn/hook", true), InlineData("https://city.example.gov.cn:8443/hook?x=1", true)]
    [InlineData("http://city.example.gov.cn/hook", false), InlineData("http://127.0.0.1/hook", false), InlineData("https://127.0.0.1/hook", false), InlineData("https://[::1]/", false)]
    [InlineData("https://user:pass@city.example.gov.cn/", false), InlineData("ftp://city.example.gov.cn/", false), InlineData("file:///etc/passwd", false), InlineData("hook", false), InlineData("", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false), InlineData("https://0x7f000001/", false), InlineData("https://2130706433/", false)]
    public void Only_https_to_others_may_be_named(string url, bool good) => With().IsUrl(url, out _).ShouldBe(good);

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_refused_when_the_connection_is_made()
    {
        await using var bot = await TestBot.StartAsync(Bots.Sqlite);
        await using var inside = await Receiver.StartAsync();
        var port = new Uri(inside.Url).Port;
        var (hook, _) = await bot.WebhookAsync($"https://localhost:{port}/hook");
        (await bot.Get<WebhookTrial>().RunAsync(hook)).End.ShouldBe(WebhookEnd.Forbidden);
        inside.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Trying_out_is_refused_in_earnest() =>
        (await Should.ThrowAsync<SettingException>(() => TestBot.StartAsync(Bots.Sqlite, "--Webhooks:AllowInsecure=true"))).Message.ShouldContain("Development");

    private static SafeAddresses With(params (string Key, string Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
