using System.Collections.Concurrent;
using IntakeBot.Casework.Cases;
using IntakeBot.Functions.Tests.StandIn;
using Npgsql;

namespace IntakeBot.Functions.Tests.Processes;

public sealed class NoticeTests(Deployed deployed)
{
    [Fact]
    public async Task A_desk_in_another_process_hears_of_a_new_case()
    {
        await using var city = await City.CreateAsync(TestStore.Postgres);
        await using var process = new HandlerProcess(deployed.Executable, deployed.Folder, ["--urls", $"http://127.0.0.1:{FunctionsHost.FreePort()}"], city.Settings);
        await process.SaysAsync("Polling queue petitions ", TimeSpan.FromSeconds(60));

        var heard = new ConcurrentDictionary<string, DateTimeOffset>();
        await using var desk = new NpgsqlConnection(city.Store.Options.ConnectionString);
        desk.Notification += (_, notice) => heard[notice.Payload] = DateTimeOffset.UtcNow;
        await desk.OpenAsync();
        await using (var listen = new NpgsqlCommand($"LISTEN {CaseNotice.Channel}", desk)) await listen.ExecuteNonQueryAsync();

        var sent = DateTimeOffset.UtcNow;
        var id = (await city.SendAsync(1)).Single();
        (await desk.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue(process.All);
        heard.Keys.ShouldHaveSingleItem().ShouldBe(CaseNotice.Payload(id));
        (heard[CaseNotice.Payload(id)] - sent).ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}
