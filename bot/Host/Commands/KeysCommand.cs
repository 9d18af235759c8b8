using System.CommandLine;
using IntakeBot.Host.Api;
using IntakeBot.Host.StartUp;

namespace IntakeBot.Host.Commands;

internal static class KeysCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Who will use the key, e.g. district-dashboard." };
        var scopes = new Option<string[]>("--scope") { Description = $"What it may do: {string.Join(", ", ApiKeys.Scopes)}. May be repeated.", Required = true };
        scopes.AcceptOnlyFromAmong([.. ApiKeys.Scopes]);
        var add = new Command("add", "Makes an API key and prints it. It is shown this once and stored as a hash.") { name, scopes };
        add.TreatUnmatchedTokensAsErrors = false;
        add.SetAction(async (parsed, cancellation) =>
        {
            await using var app = IntakeApp.Build([.. parsed.UnmatchedTokens]);
            await IntakeApp.PrepareStoreAsync(app, cancellation);
            if (await app.Services.GetRequiredService<ApiKeys>().AddAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), cancellation) is { } key)
            {
                await Console.Out.WriteLineAsync(key);
                return 0;
            }

            await Console.Error.WriteLineAsync($"There is a key named {parsed.GetRequiredValue(name)} already; choose another name.");
            return 1;
        });
        return new("keys", "API keys of other programs.") { add };
    }
}
