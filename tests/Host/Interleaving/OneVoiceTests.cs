using System.Diagnostics;
using System.Globalization;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Interleaving;

/// <summary>
/// Two clerks, one claim; bot and clerk never both answer: random interleavings at two replicas, twenty seconds of them per database. A failure names
/// its seed; <c>INTAKEBOT_INTERLEAVING_SEED</c> plays it again, <c>INTAKEBOT_INTERLEAVING_SECONDS</c> looks for longer.
/// </summary>
public sealed class OneVoiceTests
{
    private const int Actions = 36;

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task Whatever_comes_in_between_one_voice_speaks(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var one = await ReplicaAsync(database);
        await using var two = await ReplicaAsync(database);
        TestBot[] replicas = [one, two];
        if (int.TryParse(Environment.GetEnvironmentVariable("INTAKEBOT_INTERLEAVING_SEED"), CultureInfo.InvariantCulture, out var only))
        {
            await new Night(only, replicas).PlayAsync(Actions);
            return;
        }

        var seconds = int.TryParse(Environment.GetEnvironmentVariable("INTAKEBOT_INTERLEAVING_SECONDS"), CultureInfo.InvariantCulture, out var longer) ? longer : 20;
        var began = Stopwatch.GetTimestamp();
        var played = 0;
        for (var seed = 1; Stopwatch.GetElapsedTime(began).TotalSeconds < seconds; seed++, played++) await new Night(seed, replicas).PlayAsync(Actions);
        TestContext.Current.SendDiagnosticMessage($"{provider}: {played} nights of {Actions} actions");
        played.ShouldBeGreaterThan(5);
    }

    private static Task<TestBot> ReplicaAsync(TestDatabase database) => TestBot.StartAsync(
        database, owned: false, builder => builder.Services.AddSingleton<ConversationStore>(WatchedStore.Around));
}
