using System.Collections.Concurrent;
using System.Net;
using IntakeBot.Casework.Petitions;
using IntakeBot.Functions.Tests.StandIn;

namespace IntakeBot.Functions.Tests.Processes;

public sealed class TelemetryTests(Deployed deployed)
{
    [Fact]
    public async Task The_trace_of_the_envelope_goes_on_to_the_collector()
    {
        await using var city = await City.CreateAsync(TestStore.Sqlite);
        var prefix = $"http://127.0.0.1:{FunctionsHost.FreePort()}/";
        using var collector = new HttpListener { Prefixes = { prefix } };
        collector.Start();
        var spans = new ConcurrentBag<byte[]>();
        var collecting = CollectAsync(collector, spans);
        city.Settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = prefix;
        city.Settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        city.Settings["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        await using var host = await FunctionsHost.StartAsync(deployed.Folder, city.Settings);

        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        await city.Petitions.SendAsync(PetitionEnvelope.ForQueue(City.Petition(), $"00-{Trace}-b7ad6b7169203331-01"));
        var id = Convert.FromHexString(Trace);
        await City.UntilAsync(() => Task.FromResult(spans.Any(body => body.AsSpan().IndexOf(id) >= 0)), TimeSpan.FromSeconds(60), () => host.Current.All);
        foreach (var body in spans) body.AsSpan().IndexOf("押金"u8).ShouldBe(-1);

        collector.Stop();
        await collecting;
    }

    private static async Task CollectAsync(HttpListener collector, ConcurrentBag<byte[]> spans)
    {
        try
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                if (context.Request.Url!.AbsolutePath == "/v1/traces") spans.Add(body.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
        }
    }
}
