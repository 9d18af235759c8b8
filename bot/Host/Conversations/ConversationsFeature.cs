using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Duty;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Store;
using IntakeBot.Dialogue.Content;
using IntakeBot.Dialogue.Turns;
using IntakeBot.Dialogue.Understanding;
using IntakeBot.Host.Live;
using IntakeBot.Host.Store;

namespace IntakeBot.Host.Conversations;

internal static class ConversationsFeature
{
    public static IHostApplicationBuilder AddConversations(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(_ => new ContentLibrary(Edition(builder.Configuration)));
        services.AddSingleton<DialogueEngine>();
        services.AddSingleton<HostTexts>();
        services.AddSingleton<RandomIds>();
        services.AddSingleton<WorldNow>();
        services.AddSingleton<Followers>();
        services.AddSingleton<EngineRun>();
        services.AddSingleton<TurnEffects>();
        services.AddSingleton<LiveConversations>();
        services.AddSingleton<WakeSignal>();
        services.AddSingleton<TurnPipeline>();
        services.AddSingleton<OpenConversation>();
        services.AddSingleton<StaffMoves>();
        services.AddSingleton<StaffRecords>();
        services.AddSingleton<StaffMerges>();
        services.AddSingleton(s => new StaffMessages(
            s.GetRequiredService<StaffMoves>(), s.GetRequiredService<TurnPipeline>(), s.GetRequiredService<LiveConversations>(), s.GetRequiredService<CaseReader>(),
            s.GetRequiredService<CaseService>(), s.GetRequiredService<PlacesSource>(), s.GetRequiredService<DutyBook>(), s.GetRequiredService<ChangeFeed>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ICategoryBook, CategoryBook>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<ICaseSignal, CaseSignal>();
        services.AddSingleton<LateNews>();
        services.AddHostedService<CaseWatch>();
        services.AddHostedService<WakeWatch>();
        return builder;
    }

    /// <summary>Picks the store by the provider; after <c>AddStore</c>.</summary>
    public static IHostApplicationBuilder AddConversationStore(this IHostApplicationBuilder builder, StoreProvider provider)
    {
        if (provider == StoreProvider.Sqlite)
        {
            builder.Services.AddSingleton<SqliteCommits>();
            builder.Services.AddSingleton<StoreTransactions>(services => services.GetRequiredService<SqliteCommits>());
            builder.Services.AddSingleton<ConversationStore, SqliteConversations>();
        }
        else
        {
            builder.Services.AddSingleton<ConversationStore, PostgresConversations>();
            builder.Services.AddHostedService<Neighbours>();
        }

        return builder;
    }

    /// <summary>The shipped conversation, or that of <c>Content:Directory</c>; what its reader learns is kept in <c>Content:Learned</c>, or below <c>Data:Directory</c>.</summary>
    public static ContentEdition Edition(IConfiguration configuration)
    {
        var files = ContentFiles.FromDirectory(ContentDirectory(configuration));
        return new(ContentCatalog.Load(files, 1).OrThrow(), MessageReader.Create(files, new(configuration["Content:Learned"] is { Length: > 0 } given ? given : Path.Combine(StoreOptions.DataDirectory(configuration), "learned"))));
    }

    public static string ContentDirectory(IConfiguration configuration) =>
        configuration["Content:Directory"] ?? Path.Combine(AppContext.BaseDirectory, "content", "bot");
}
