using System.CommandLine;
using System.Globalization;
using IntakeBot.Host.Api.Keys;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>API keys of other programs.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "API keys of other programs.") { Add(), List(), End() };

    private static Command Add()
    {
        var name = Name();
        var scopes = new Option<string[]>("--scope") { Description = $"What it may do: {string.Join(", ", KeyScopes.All)}. May be repeated.", Required = true };
        scopes.AcceptOnlyFromAmong([.. KeyScopes.All]);
        var station = new Option<string?>("--station") { Description = "Id of the station, hall or desk whose area it sees and acts for; without it, the whole district." };
        var display = new Option<string?>("--display") { Description = "As residents see whoever answers through it, e.g. 光明12345; without it, the key's name." };
        var add = new Command("add", "Makes an API key and prints it. It is shown this once and stored as a hash.") { name, scopes, station, display };
        return StoreVerb.Runs(add, async (parsed, services, cancellation) =>
        {
            var wanted = new NewKey(parsed.GetRequiredValue(name), parsed.GetRequiredValue(scopes), parsed.GetValue(station), parsed.GetValue(display));
            var made = await services.GetRequiredService<ApiKeys>().AddAsync(wanted, cancellation);
            if (made.Key is { } key)
            {
                await Console.Out.WriteLineAsync(key);
                return 0;
            }
            await Console.Error.WriteLineAsync(Say(made.Problem!.Value));
            return 1;
        });
    }

    private static Command List() => StoreVerb.Runs(new("list", "Lists the keys: what they may do, where, and when they were last used."), async (_, services, cancellation) =>
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "scopes", "area", "shown as", "last used", "ended");
        foreach (var key in await services.GetRequiredService<ApiKeys>().ListAsync(cancellation))
            table.AddRow(Markup.Escape(key.Name), string.Join("\n", key.Scopes), key.StationId ?? "district", Markup.Escape(key.DisplayName), At(key.UsedAt), At(key.EndedAt));
        PlainConsole.Create().Write(table);
        return 0;
    });

    private static Command End()
    {
        var name = Name();
        return StoreVerb.Runs(new("end", "Ends a key for good: within 20 seconds it opens nothing any more.") { name }, async (parsed, services, cancellation) =>
        {
            if (await services.GetRequiredService<ApiKeys>().EndAsync(parsed.GetRequiredValue(name), cancellation)) return 0;
            await Console.Error.WriteLineAsync($"There is no key named {parsed.GetRequiredValue(name)} that is good; keys list shows them.");
            return 1;
        });
    }

    private static Argument<string> Name() => new("name") { Description = "Who uses the key, e.g. district-dashboard." };

    private static string At(DateTimeOffset? time) => time is { } at ? ChinaTime.Of(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    private static string Say(KeyProblem problem) => problem switch
    {
        KeyProblem.NameTaken => "There is or was a key with this name; choose another name.",
        KeyProblem.DisplayNameBad => $"--display must be at most {ApiKeys.LongestName} characters.",
        KeyProblem.ScopeMissing => $"Say what it may do: --scope {string.Join(" or ", KeyScopes.All)}.",
        KeyProblem.StationMissing => "There is no active station with this id; the desk lists the ids.",
        _ => "Give it a name of at most 40 letters, digits, dots, dashes and underscores.",
    };
}
