using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using IntakeBot.Host.Links;
using IntakeBot.Host.Tests.BotFramework;
using IntakeBot.Host.Tests.Channels.Playing;
using IntakeBot.Host.Tests.Running;
using IntakeBot.Host.Tests.WeChat;

namespace IntakeBot.Host.Tests.Channels;

/// <summary>
/// The same conversation, played from its file through every channel, gives the same petition: all of it but ids, receipt, times and
/// the channel's name.
/// </summary>
public sealed class SameConversationTests(SameConversationTests.Stages stages) : IClassFixture<SameConversationTests.Stages>
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Channels", "conversations");
    private static readonly string[] s_files = [.. Directory.EnumerateFiles(s_folder, "*.txt").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
    private static readonly string[] s_channels = ["directline", "expectReplies", "connector", "wechat"];

    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var provider in (string[])[Bots.Sqlite, Bots.Postgres])
                foreach (var file in s_files) data.Add(file, provider);
            return data;
        }
    }

    [Theory, MemberData(nameof(Files))]
    public async Task Gives_the_same_petition_on_every_channel(string file, string provider)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(s_folder, file));
        var petitions = new Dictionary<string, JsonObject>();
        var channels = s_channels.Where(channel => !lines.Any(l => l.StartsWith($"# not on {channel}:", StringComparison.Ordinal))).ToList();
        foreach (var channel in channels)
        {
            var bot = await stages.BotAsync(provider, channel);
            await using var player = stages.Player(bot, channel);
            petitions[channel] = await new Performance(player, file, Stages.Code(bot, Array.IndexOf(s_files, file))).PlayAsync(lines);
        }

        foreach (var channel in channels.Skip(1)) JsonNode.DeepEquals(petitions[channel], petitions[channels[0]]).ShouldBeTrue($"{channel}: {petitions[channel]}\n{channels[0]}: {petitions[channels[0]]}");
    }

    /// <summary>One bot per database and channel: the same matter twice at one building would be offered to be joined.</summary>
    public sealed class Stages : IAsyncLifetime
    {
        private readonly ConcurrentDictionary<(string, string), Lazy<Task<TestBot>>> _bots = new();
        private WeChatWorld _weChat = null!;
        private ConnectorDouble _connector = null!;

        public async ValueTask InitializeAsync()
        {
            _weChat = await WeChatWorld.StartAsync();
            _connector = await ConnectorDouble.StartAsync();
            _connector.Trouble = Photos.ServeAsync;
        }

        public Task<TestBot> BotAsync(string provider, string channel) =>
            _bots.GetOrAdd((provider, channel), _ => new(() => TestBot.StartAsync(provider, [.. _weChat.Settings]))).Value;

        internal ChannelPlayer Player(TestBot bot, string channel) => channel switch
        {
            "directline" => new DirectLinePlayer(bot),
            "wechat" => new WeChatPlayer(bot, _weChat),
            _ => new BotFrameworkPlayer(bot, _connector, inBody: channel == "expectReplies"),
        };

        /// <summary>The same building for a file on every bot, and another one for every file.</summary>
        public static string Code(TestBot bot, int file) =>
            bot.Get<SignedCodes>().Sign(bot.Get<Casework.Places.PlacesSource>().Current.Gazetteer.BuildingAt((file + 1) * 13).Code);

        public async ValueTask DisposeAsync()
        {
            foreach (var bot in _bots.Values) await (await bot.Value).DisposeAsync();
            await _weChat.DisposeAsync();
            await _connector.DisposeAsync();
        }
    }
}
