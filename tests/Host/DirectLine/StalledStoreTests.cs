using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.Tests.Running;
using Npgsql;

namespace IntakeBot.Host.Tests.DirectLine;

/// <summary>
/// The store stalls or fails for a while: real locks and a missing table. Microsoft's client stops polling for good after one
/// error or a wait of 20 s, and never starts again after any status from 400 on opening.
/// </summary>
public sealed class StalledStoreTests
{
    [Fact]
    public async Task A_poll_is_answered_nothing_new_while_the_store_stalls_and_the_rest_comes_afterwards()
    {
        await using var at = await StartAsync();
        using var talk = await Talk.BeginAsync(at.Bot);
        await talk.ListenAsync();
        var mark = talk.Watermark;
        await talk.SayAsync("房东不退我3000块押金");
        await using (await at.StallAsync())
        {
            at.Bot.Get<LiveConversations>().Drop(talk.Id);
            var took = Stopwatch.StartNew();
            var set = await talk.Http.GetFromJsonAsync<JsonElement>($"/v3/directline/conversations/{talk.Id}/activities?watermark={mark}");
            took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
            set.GetProperty("activities").GetArrayLength().ShouldBe(0);
            set.GetProperty("watermark").GetString().ShouldBe(mark);
        }

        var after = await Until.TrueAsync(talk.ListenAsync, heard => heard.Count > 0);
        after[0].GetProperty("text").GetString().ShouldBe("房东不退我3000块押金");
    }

    [Fact]
    public async Task A_poll_is_200_while_the_store_fails()
    {
        await using var at = await StartAsync();
        using var talk = await Talk.BeginAsync(at.Bot);
        await talk.ListenAsync();
        await using (await at.BreakAsync())
        {
            at.Bot.Get<LiveConversations>().Drop(talk.Id);
            using var answer = await talk.Http.GetAsync($"/v3/directline/conversations/{talk.Id}/activities?watermark={talk.Watermark}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        await talk.SayAsync("还在吗");
    }

    [Fact]
    public async Task A_message_sent_while_the_store_stalls_is_503_in_time_and_one_turn_however_often_it_comes()
    {
        await using var at = await StartAsync();
        using var talk = await Talk.BeginAsync(at.Bot);
        await talk.ListenAsync();
        await using (await at.StallAsync())
        {
            var took = Stopwatch.StartNew();
            using var answer = await talk.PostAsync("房东不退我3000块押金", "once");
            took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetProperty("code").GetString().ShouldBe("ServiceError");
        }

        var id = await talk.SayAsync("房东不退我3000块押金", "once");
        var mine = (await talk.AllAsync()).Where(a => a.GetProperty("from").GetProperty("role").GetString() == "user").ToList();
        mine.ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task A_message_sent_while_the_store_fails_is_502_and_is_taken_when_sent_again()
    {
        await using var at = await StartAsync();
        using var talk = await Talk.BeginAsync(at.Bot);
        await using (await at.BreakAsync())
        {
            using var answer = await talk.PostAsync("房东不退我3000块押金", "once");
            answer.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        }

        await talk.SayAsync("房东不退我3000块押金", "once");
        (await talk.AllAsync()).Count(a => a.GetProperty("from").GetProperty("role").GetString() == "user").ShouldBe(1);
    }

    [Fact]
    public async Task Opening_and_reconnecting_wait_until_the_store_is_back()
    {
        await using var at = await StartAsync();
        var token = await (await at.Bot.Http.PostAsJsonAsync("/chat/token", new { })).Content.ReadFromJsonAsync<JsonElement>();
        using var http = new HttpClient { BaseAddress = new(at.Bot.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("token").GetString());
        Task<HttpResponseMessage> opening;
        await using (await at.BreakAsync())
        {
            opening = http.PostAsJsonAsync("/v3/directline/conversations", new { });
            await Task.Delay(1500);
            opening.IsCompleted.ShouldBeFalse();
        }

        (await opening).StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = token.GetProperty("conversationId").GetString()!;
        Task<HttpResponseMessage> reconnecting;
        await using (await at.BreakAsync())
        {
            at.Bot.Get<LiveConversations>().Drop(id);
            reconnecting = http.GetAsync($"/v3/directline/conversations/{id}?watermark=1");
            await Task.Delay(1500);
        }

        (await reconnecting).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Opening_that_cannot_succeed_breaks_the_connection_instead_of_saying_a_status_that_ends_the_client()
    {
        await using var at = await StartAsync();
        var token = await (await at.Bot.Http.PostAsJsonAsync("/chat/token", new { })).Content.ReadFromJsonAsync<JsonElement>();
        using var http = new HttpClient { BaseAddress = new(at.Bot.Url) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token.GetProperty("token").GetString());
        await using (await at.StallAsync())
        {
            var took = Stopwatch.StartNew();
            await Should.ThrowAsync<HttpRequestException>(() => http.PostAsJsonAsync("/v3/directline/conversations", new { }));
            took.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(19));
        }

        using var again = await http.PostAsJsonAsync("/v3/directline/conversations", new { });
        ((int)again.StatusCode).ShouldBeOneOf(200, 201);
    }

    [Fact]
    public async Task A_socket_outlives_a_store_that_fails_and_says_afterwards_what_it_could_not_say()
    {
        await using var at = await StartAsync();
        using var talk = await Talk.BeginAsync(at.Bot);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new(talk.StreamUrl), default);
        (await ReadAsync(socket)).ShouldContain("activities");
        await using (await at.BreakAsync())
        {
            at.Bot.Get<LiveConversations>().Drop(talk.Id);
            at.Bot.Get<Live.ChangeFeed>().Publish(Live.Topics.Conversation, talk.Id);
            await Task.Delay(1500);
            socket.State.ShouldBe(WebSocketState.Open);
        }

        await talk.SayAsync("还在吗");
        (await ReadAsync(socket)).ShouldContain("还在吗");
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var piece = new byte[64 * 1024];
        var read = 0;
        while (true)
        {
            var result = await socket.ReceiveAsync(piece.AsMemory(read), limit.Token);
            read += result.Count;
            if (result.EndOfMessage && read > 0) return Encoding.UTF8.GetString(piece, 0, read);
        }
    }

    private static async Task<At> StartAsync()
    {
        var database = await TestDatabase.CreateAsync(Bots.Postgres);
        return new(await TestBot.StartAsync(database, owned: true, null), database);
    }

    /// <summary>A bot on a PostgreSQL of its own whose tables can be locked or taken away.</summary>
    private sealed record At(TestBot Bot, TestDatabase Database) : IAsyncDisposable
    {
        public Task<Held> StallAsync() => HoldAsync("BEGIN; LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE", "COMMIT");

        public Task<Held> BreakAsync() => HoldAsync("ALTER TABLE conversations RENAME TO conversations_gone", "ALTER TABLE conversations_gone RENAME TO conversations");

        public ValueTask DisposeAsync() => Bot.DisposeAsync();

        private async Task<Held> HoldAsync(string begin, string end)
        {
            var connection = new NpgsqlConnection(Database.ConnectionString);
            await connection.OpenAsync();
            await ExecuteAsync(connection, begin);
            return new(connection, end);
        }
    }

    private sealed record Held(NpgsqlConnection Connection, string End) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await ExecuteAsync(Connection, End);
            await Connection.DisposeAsync();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
