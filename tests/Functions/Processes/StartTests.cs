using System.Net;
using System.Net.Sockets;
using IntakeBot.Functions.Tests.StandIn;
using Npgsql;

namespace IntakeBot.Functions.Tests.Processes;

/// <summary>From the first moment to the first message, and how it ends when it cannot begin.</summary>
public sealed class StartTests(Deployed deployed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void The_published_folder_is_whole()
    {
        foreach (var file in (string[])["IntakeBot.Functions", "host.json", "RoutePetition/function.json", "ParkPoison/function.json", "SweepCases/function.json", "content/functions/district.yaml"])
            File.Exists(Path.Combine(deployed.Folder, file)).ShouldBeTrue(file);
        (File.GetUnixFileMode(deployed.Executable) & UnixFileMode.UserExecute).ShouldBe(UnixFileMode.UserExecute);
        Directory.EnumerateFiles(deployed.Folder, "local.settings*", SearchOption.AllDirectories).ShouldBeEmpty("settings of a developer's machine are not deployed");
        Directory.EnumerateDirectories(deployed.Folder).Count(d => File.Exists(Path.Combine(d, "function.json"))).ShouldBe(3);
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "", "No queue is set")]
    [InlineData("AzureWebJobsStorage", "nonsense", "connection string cannot be read")]
    [InlineData("Store__Provider", "oracle", "must be sqlite or postgres")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "x", "no port")]
    [InlineData("Polling__MessageLock", "long", "duration")]
    [InlineData("AzureFunctionsJobHost__extensions__queues__batchSize", "99", "batchSize")]
    public async Task A_wrong_setting_is_said_in_one_line_and_never_ends_with_zero(string setting, string value, string said)
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        city.Settings[setting] = value;
        await using var process = new HandlerProcess(deployed.Executable, deployed.Folder, ["--urls", $"http://127.0.0.1:{FunctionsHost.FreePort()}"], city.Settings);
        (await process.ExitAsync(Patience)).ShouldBe(78, process.All);
        process.Output.ShouldHaveSingleItem().ShouldContain(said);
        process.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taken_port_is_said_and_ends_with_an_error()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var process = new HandlerProcess(deployed.Executable, deployed.Folder, ["--urls", $"http://{taken.LocalEndpoint}"], city.Settings);
        (await process.ExitAsync(Patience)).ShouldBe(78, process.All);
        process.All.ShouldContain("address already in use");
    }

    [Fact]
    public async Task While_the_store_is_away_it_waits_unbound_and_says_so()
    {
        await using var city = await City.CreateAsync(TestStore.Postgres);
        await using var way = new Forwarder(Endpoint(city));
        city.Settings["Store__ConnectionString"] = Through(city, way);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings, waitUntilReady: false);
        await City.UntilAsync(() => Task.FromResult(host.Processes.Count > 0), Patience);
        await host.Current.SaysAsync("The store does not answer", Patience);
        await Task.Delay(1500);
        await Should.ThrowAsync<TimeoutException>(() => host.ReadyAsync(TimeSpan.FromMilliseconds(100)));
        host.Current.HasExited.ShouldBeFalse();

        way.Open();
        await host.ReadyAsync(Patience);
        await city.SendAsync(3);
        await City.UntilAsync(async () => await city.Store.CasesAsync() == 3, Patience, () => host.Current.All);
        host.Processes.Count.ShouldBe(1);
        host.Current.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_goes_away_for_a_while_costs_no_petition()
    {
        await using var city = await City.CreateAsync(TestStore.Postgres);
        await using var way = new Forwarder(Endpoint(city));
        way.Open();
        city.Settings["Store__ConnectionString"] = Through(city, way);
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);
        way.Close();
        await city.SendAsync(10);
        await Task.Delay(3000);
        way.Open();
        await City.UntilAsync(async () => await city.Store.CasesAsync() == 10 && await city.Petitions.LengthAsync() == 0, Patience, () => host.Current.All);
        host.FailedInvocations.ShouldBe(0, "a short outage is sat out within the invocation");
        (await city.Poison.LengthAsync()).ShouldBe(0);
    }

    internal static IPEndPoint Endpoint(City city)
    {
        var server = new NpgsqlConnectionStringBuilder(city.Store.Options.ConnectionString);
        return new IPEndPoint(IPAddress.Parse(server.Host!), server.Port);
    }

    internal static string Through(City city, Forwarder way) =>
        new NpgsqlConnectionStringBuilder(city.Store.Options.ConnectionString) { Host = "127.0.0.1", Port = way.Port, Timeout = 2 }.ToString();
}
