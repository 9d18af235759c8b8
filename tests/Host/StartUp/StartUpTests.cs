using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.StartUp;

/// <summary>The program itself, as a process.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("intakebot-start-").FullName;

    [Fact]
    public async Task It_prints_the_links_and_the_first_time_the_password_and_ends_cleanly()
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var first = await RunAsync(url);
        first.Lines.Count.ShouldBe(4, string.Join('\n', first.Lines));
        first.Lines[0].ShouldStartWith($"Resident page: {url}/q/");
        first.Lines[1].ShouldBe($"Desk: {url}/desk");
        first.Lines[2].ShouldBe("Administrator: admin");
        first.Lines[3].ShouldStartWith("One-time password: ");
        first.ExitCode.ShouldBe(0, first.Errors);
        first.Errors.ShouldBeEmpty();

        var second = await RunAsync(url);
        second.Lines.Count.ShouldBe(2, string.Join('\n', second.Lines));
        // The code on the posters stays good.
        second.Lines[0].ShouldBe(first.Lines[0]);
        second.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var process = Start("--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1);
        errors.Trim().ShouldContain("already in use");
        errors.Trim().ShouldNotContain("\n");
        errors.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_setting_that_cannot_work_is_said_in_one_sentence()
    {
        using var process = Start("--Store:Provider", "oracle");
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1);
        errors.Trim().ShouldContain("oracle");
        errors.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task Keys_are_added_from_the_command_line_and_printed_once()
    {
        using var process = Start("keys", "add", "dashboard", "--scope", "petitions:read");
        var key = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        key.Trim().ShouldStartWith("intake_");
    }

    private async Task<(List<string> Lines, string Errors, int ExitCode)> RunAsync(string url)
    {
        using var process = Start("--urls", url);
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (!line.StartsWith("Desk:", StringComparison.Ordinal)) continue;
            // What belongs to the first run follows at once.
            using var http = new HttpClient();
            (await http.GetAsync(url + "/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
            await Task.Delay(1500);
            Process.Start("kill", ["-TERM", process.Id.ToString()])!.WaitForExit();
        }

        await process.WaitForExitAsync();
        return (lines, await process.StandardError.ReadToEndAsync(), process.ExitCode);
    }

    private Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Host.StartUp.IntakeApp).Assembly.Location, .. args])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _data };
        start.Environment["Data__Directory"] = _data;
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
