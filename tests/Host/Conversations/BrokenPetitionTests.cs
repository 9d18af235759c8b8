using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Understanding;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Host.Tests.Conversations;

public sealed class BrokenPetitionTests
{
    [Fact]
    public async Task A_petition_that_breaks_its_schema_never_leaves_but_staff_get_the_matter_and_the_resident_the_truth()
    {
        // An administrator's slip that only the published contract notices.
        var files = ContentFiles.FromDirectory(ConversationsFeature.ContentDirectory(new ConfigurationBuilder().Build()));
        var slip = files.With("flows/settings.yaml", files.Find("flows/settings.yaml")!.Replace("notice: privacy/1", "notice: PRIVACY 1", StringComparison.Ordinal));
        var edition = new ContentEdition(ContentCatalog.Load(slip, 1).OrThrow(), MessageReader.Create(slip));
        var database = await TestDatabase.CreateAsync(Bots.Sqlite);
        await using var bot = await TestBot.StartAsync(database, owned: true, builder => builder.Services.AddSingleton(_ => new ContentLibrary(edition)));
        using var talk = await Talk.BeginAsync(bot, bot.Code);

        await Should.ThrowAsync<InvalidOperationException>(() => talk.FinishAsync());
        var honest = bot.Get<HostTexts>().Say("broken");
        var all = await talk.AllAsync();
        all.ShouldContain(a => a.GetProperty("text").GetString() == honest);
        all.ShouldAllBe(a => !System.Text.RegularExpressions.Regex.IsMatch(a.ToString(), "GM-[A-Z0-9]{5}-[A-Z0-9]{5}"));
        bot.Logs.Lines.ShouldContain(line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("consent.notice", StringComparison.Ordinal));

        // One case, however often the resident confirms, with the resident's conversation behind it.
        await Until.TrueAsync(
            async () =>
            {
                await using var db = bot.Get<CaseworkStore>().Open();
                return await db.Cases.CountAsync(c => c.ConversationId == talk.Id);
            },
            count => count == 1);
    }
}
