using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Understanding.Entities;

namespace IntakeBot.Dialogue.Tests.Readers;

/// <summary>An expression with what Microsoft's recognizers and what we read in it, written alike.</summary>
internal sealed record Compared(string Kind, string Text, string Theirs, string Ours);

/// <summary>Reads expressions with Microsoft's recognizers (<c>tests/peers/recognizers.cjs</c>) and with the shipped reader.</summary>
internal static class RecognizerPeers
{
    private const string Nothing = "-";

    public static async Task<IReadOnlyList<Compared>> Compare(IReadOnlyList<(string Kind, string Text)> expressions, CancellationToken cancelled)
    {
        var theirs = await Ask(expressions, cancelled);
        return [.. expressions.Select((e, i) => new Compared(e.Kind, e.Text, Join(theirs[i].Select(t => Plain(e.Kind, t))), Join(Ours(e.Kind, e.Text))))];
    }

    private static async Task<string[][]> Ask(IReadOnlyList<(string Kind, string Text)> expressions, CancellationToken cancelled)
    {
        var script = Path.Combine(Repository.Root, "tests", "peers", "recognizers.cjs");
        var start = new ProcessStartInfo("node", [script, ShippedReader.Now.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TZ"] = "Asia/Shanghai" },
        };
        using var node = Process.Start(start)!;
        var (answer, complaint) = (node.StandardOutput.ReadToEndAsync(cancelled), node.StandardError.ReadToEndAsync(cancelled));
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(expressions.Select(e => new { kind = e.Kind, text = e.Text })));
        node.StandardInput.Close();
        await node.WaitForExitAsync(cancelled);
        node.ExitCode.ShouldBe(0, $"Run tests/run once, or npm ci in tests/peers, to install the recognizers.\n{await complaint}");
        return JsonSerializer.Deserialize<string[][]>(await answer)!;
    }

    private static IEnumerable<string> Ours(string kind, string text)
    {
        var reading = ShippedReader.Read(text);
        return kind switch
        {
            "number" => NumberScanner.Scan(reading.Text).Select(n => Number(n.Value)),
            "money" => reading.Money.Select(m => Number(m.Value)),
            "time" => reading.Times.Select(t => t.Timex),
            "phone" => reading.Phones.Select(p => Digits(p.E164 + p.Tail)),
            _ => throw new ArgumentException($"'{kind}' is no kind of expression."),
        };
    }

    private static string Plain(string kind, string theirs) => kind switch
    {
        "phone" => Digits(theirs),
        // (T21,T23,PT2H) is T21/T23 to us, a full hour without minutes.
        "time" => Regex.Replace(theirs.Replace(":00", "", StringComparison.Ordinal), @"^\((.*),(.*),P.*\)$", "$1/$2"),
        _ => decimal.TryParse(theirs, CultureInfo.InvariantCulture, out var value) ? Number(value) : theirs,
    };

    // A number of the country, however it was dialled.
    private static string Digits(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        if (digits.Length > 11 && digits.StartsWith("86", StringComparison.Ordinal)) digits = digits[2..];
        return digits.TrimStart('0');
    }

    private static string Number(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<string> parts) => string.Join(" + ", parts) is { Length: > 0 } all ? all : Nothing;
}
