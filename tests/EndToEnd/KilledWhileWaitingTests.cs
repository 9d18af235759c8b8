using IntakeBot.EndToEnd.Tests.Running;

namespace IntakeBot.EndToEnd.Tests;

/// <summary>Pieces of a sentence wait for the rest of it: what was accepted is answered, also by the process after the one that was killed.</summary>
public sealed class KilledWhileWaitingTests
{
    [Fact]
    public async Task What_waited_when_the_bot_was_killed_is_answered_after_the_restart_without_another_word()
    {
        await using var bot = await BotProcess.StartAsync();
        using var resident = await Resident.ArriveAsync(bot.Url, building: null);
        var greeting = resident.LastText;
        await resident.PostAsync("房东");
        await resident.PostAsync("不退押金");
        await bot.KillAsync();

        await bot.StartAgainAsync();
        for (var look = 0; look < 100 && resident.LastText == greeting; look++)
        {
            await Task.Delay(100);
            await resident.ListenAsync();
        }

        resident.Asking.ShouldBe("where", resident.LastText);
        await resident.SayAsync("三千");
        await resident.SayAsync("塘尾新村12栋");
        resident.Asking.ShouldBe("when", resident.LastText);
    }
}
