using IntakeBot.Host.Tests.Running;

namespace IntakeBot.Host.Tests.WeChat;

/// <summary>WeChat as far as a bot sees it: its API, and the settings of an account there.</summary>
internal sealed class WeChatWorld : IAsyncDisposable
{
    public const string AppId = "wx1234567890abcdef";
    public const string Token = "TokenAAAAA";
    public const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private WeChatWorld(WeChatApiDouble api) => Api = api;

    public WeChatApiDouble Api { get; }

    public string[] Settings =>
    [
        "--environment=Development", $"--WeChat:AppId={AppId}", $"--WeChat:AppSecret={WeChatApiDouble.Secret}", $"--WeChat:Token={Token}", $"--WeChat:EncodingAesKey={Key}",
        $"--WeChat:ApiBase={Api.Url}", "--WeChat:Menu:progress=处理得怎么样了", "--WeChat:Notice:TemplateId=TEMPLATE-1", "--WeChat:Notice:ReceiptField=character_string1",
        "--WeChat:Notice:StateField=phrase2",
    ];

    public static async Task<WeChatWorld> StartAsync() => new(await WeChatApiDouble.StartAsync());

    public Task<TestBot> BotAsync(string provider, params string[] settings) => TestBot.StartAsync(provider, [.. Settings, .. settings]);

    public Task<TestBot> BotAsync(TestDatabase database, params string[] settings) => TestBot.StartAsync(database, owned: false, null, [.. Settings, .. settings]);

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
