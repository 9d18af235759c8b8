using System.Text.Json;
using IntakeBot.Load.Measuring;

namespace IntakeBot.Load.Report;

/// <summary>The result for programs: one JSON object on one line.</summary>
internal static class TurnsJson
{
    public static string Of(IReadOnlyList<Standing> standings) => JsonSerializer.Serialize(
        new
        {
            contenders = standings.Select(s => new
            {
                s.Name,
                s.Title,
                s.Best,
                s.Median,
                s.P50,
                s.P99,
                s.ServerMicroseconds,
                s.GeneratorMicroseconds,
                s.PerProcessorSecond,
                s.Megabytes,
                s.Errors,
                s.FirstError,
                rounds = s.Rounds.Select(m => new { closed = Figures(m.Closed), open = m.Open is { } open ? Figures(open) : null, m.Told, m.Survived, m.NothingLost }),
            }),
            goals = Goal.Of(standings),
        },
        JsonSerializerOptions.Web);

    private static object Figures(Lap lap) => new { lap.Turns, lap.PerSecond, p50 = lap.Milliseconds(0.5), p99 = lap.Milliseconds(0.99), lap.ServerMicroseconds, lap.GeneratorMicroseconds };
}
