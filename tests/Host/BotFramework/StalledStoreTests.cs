using System.Diagnostics;
using System.Net;
using IntakeBot.Host.BotFramework;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Store;
using IntakeBot.Host.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IntakeBot.Host.Tests.BotFramework;

/// <summary>A channel is answered within five seconds whatever the store does; what it could not be told then is said later.</summary>
public sealed class StalledStoreTests : IAsyncLifetime
{
    private ConnectorDouble _connector = null!;
    private TestBot _bot = null!;
    private TestDatabase _database = null!;

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task With_expectReplies_an_honest_word_comes_in_time_and_the_answer_later(string provider)
    {
        await StartAsync(provider);
        var talk = new ChannelTalk(_bot, _connector.ServiceUrl);
        await talk.AskAsync(talk.Message("/start"));
        await using (await StallAsync())
        {
            var watch = Stopwatch.StartNew();
            var said = (await talk.AskAsync("路灯坏了三天了")).ShouldHaveSingleItem();
            watch.Elapsed.TotalSeconds.ShouldBeInRange(3, 5);
            ((string?)said["text"])!.ShouldContain("119");
            ((string?)said["text"])!.ShouldContain("还在处理");
            _connector.Texts.ShouldBeEmpty();
        }

        var texts = await Until.TrueAsync(() => Task.FromResult(_connector.Texts.ToList()), all => all.Count > 0, 20);
        await Task.Delay(1500);
        _connector.Texts.ShouldBe(texts);
        // Now as ever: the next one is answered in the body, and nothing twice.
        (await talk.AskAsync(talk.Message("就在这栋"))).ShouldNotBeEmpty();
        _connector.Texts.ShouldBe(texts);
    }

    [Theory, InlineData(Bots.Sqlite), InlineData(Bots.Postgres)]
    public async Task Without_it_the_message_is_accepted_in_time_and_answered_once(string provider)
    {
        await StartAsync(provider);
        var talk = new ChannelTalk(_bot, _connector.ServiceUrl);
        await talk.AskAsync(talk.Message("/start"));
        await using (await StallAsync())
        {
            var watch = Stopwatch.StartNew();
            using var answer = await talk.PostAsync(talk.Message("路灯坏了三天了", "once"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            watch.Elapsed.TotalSeconds.ShouldBeLessThan(5);
            // The channel brings it again.
            using var again = await talk.PostAsync(talk.Message("路灯坏了三天了", "once"));
            again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        var texts = await Until.TrueAsync(() => Task.FromResult(_connector.Texts.ToList()), all => all.Count > 0, 20);
        await Task.Delay(1500);
        _connector.Texts.ShouldBe(texts);
        texts.Distinct().Count().ShouldBe(texts.Count);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_turn_that_fails_for_good_is_told_so(bool inBody)
    {
        await StartAsync(Bots.Sqlite);
        var talk = new ChannelTalk(_bot, _connector.ServiceUrl);
        await talk.AskAsync(talk.Message("/start"));
        await using (var db = _bot.Get<HostDbFactory>().CreateDbContext())
            await db.Conversations.ExecuteUpdateAsync(set => set.SetProperty(c => c.State, [1, 2, 3]));
        _bot.Get<LiveConversations>().Forget(_bot.Get<ChannelDoor>().ConversationId(talk.Channel, talk.AccountAt(_connector.ServiceUrl)));

        string said;
        if (inBody) said = (string)(await talk.AskAsync("路灯坏了三天了")).Single()["text"]!;
        else
        {
            using var answer = await talk.PostAsync(talk.Message("路灯坏了三天了"));
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            said = (await Until.TrueAsync(() => Task.FromResult(_connector.Texts.ToList()), all => all.Count == 1)).Single();
        }

        said.ShouldContain("没有留下来");
        said.ShouldContain("119");
    }

    [Fact]
    public async Task What_a_caller_did_not_wait_for_is_pushed()
    {
        await StartAsync(Bots.Sqlite);
        var talk = new ChannelTalk(_bot, _connector.ServiceUrl);
        await talk.AskAsync(talk.Message("/start"));
        var message = talk.Message("路灯坏了三天了");
        message["deliveryMode"] = "expectReplies";
        await using (await StallAsync())
        {
            using var impatient = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = System.Net.Http.Json.JsonContent.Create(message) };
            await Should.ThrowAsync<OperationCanceledException>(() => _bot.Http.SendAsync(request, impatient.Token));
        }

        await Until.TrueAsync(() => Task.FromResult(_connector.Texts.Count()), n => n > 0, 40);
    }

    public async ValueTask InitializeAsync() => _connector = await ConnectorDouble.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null) await _bot.DisposeAsync();
        await _connector.DisposeAsync();
    }

    private async Task StartAsync(string provider)
    {
        _database = await TestDatabase.CreateAsync(provider);
        _bot = await TestBot.StartAsync(_database, owned: true, null, "--environment=Development");
    }

    // Real locks: on SQLite the one writer's place, on PostgreSQL the table.
    private async Task<IAsyncDisposable> StallAsync()
    {
        if (!_database.IsPostgres) return new Held((await _bot.Get<WriteGate>().EnterAsync(default)).Dispose);
        var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "BEGIN; LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE");
        return new Held(() =>
        {
            using var command = new NpgsqlCommand("COMMIT", connection);
            command.ExecuteNonQuery();
            connection.Dispose();
        });
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Held(Action End) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            End();
            return ValueTask.CompletedTask;
        }
    }
}
