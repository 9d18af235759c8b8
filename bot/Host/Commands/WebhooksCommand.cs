using System.CommandLine;
using System.Globalization;
using IntakeBot.Host.Live;
using IntakeBot.Host.Webhooks;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>Foreign systems that are called when something happens to cases.</summary>
internal static class WebhooksCommand
{
    public static Command Create() => new("webhooks", "Foreign systems that are called when something happens to cases.") { Add(), List(), Remove(), Test() };

    private static Command Add()
    {
        var name = Name();
        var events = new Option<string[]>("--event") { Description = $"What it is told: {string.Join(", ", CaseEvents.Kinds)}. May be repeated; without it, everything." };
        events.AcceptOnlyFromAmong([.. CaseEvents.Kinds]);
        var station = new Option<string?>("--station") { Description = "Id of the desk whose area it hears of; without it, the whole district." };
        var add = new Command("add", "Adds a webhook and prints its signing secret, this once. Reads its url from the standard input, since an argument would be seen by all users of the machine.") { name, events, station };
        return StoreVerb.Runs(add, async (parsed, services, cancellation) =>
        {
            var url = Console.IsInputRedirected ? await Console.In.ReadLineAsync(cancellation) : await PlainConsole.Create().PromptAsync(new TextPrompt<string>("Url:"), cancellation);
            var made = await services.GetRequiredService<WebhookBook>().AddAsync(new(parsed.GetRequiredValue(name), url, parsed.GetValue(events) ?? [], parsed.GetValue(station)), cancellation);
            if (made.Secret is { } secret)
            {
                await Console.Out.WriteLineAsync(secret);
                return 0;
            }
            await Console.Error.WriteLineAsync(Say(made.Problem!.Value));
            return 1;
        });
    }

    private static Command List() => StoreVerb.Runs(new("list", "Lists the webhooks, and which of them fail."), async (_, services, cancellation) =>
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "url", "area", "events", "state", "waiting", "given up", "last delivered");
        foreach (var (hook, waiting, givenUp, flagged) in await services.GetRequiredService<WebhookBook>().ListAsync(cancellation))
        {
            var state = !hook.Enabled ? $"switched off {hook.Reason}" : hook.Reason is { } reason ? $"{(flagged ? "LOOK AFTER IT: " : "")}{reason}" : hook.SentAt is null ? "not used yet" : "works";
            table.AddRow(
                Markup.Escape(hook.Name), Markup.Escape(WebhookBook.Shown(hook)), hook.StationId ?? "district", hook.Events.Length == 0 ? "all" : hook.Events, Markup.Escape(state.Trim()),
                waiting.ToString(CultureInfo.InvariantCulture), givenUp.ToString(CultureInfo.InvariantCulture), hook.SentAt is { } sent ? ChinaTime.Of(sent).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "");
        }
        PlainConsole.Create().Write(table);
        return 0;
    });

    private static Command Remove()
    {
        var name = Name();
        return StoreVerb.Runs(new("remove", "Removes a webhook and what it was not told yet.") { name }, async (parsed, services, cancellation) =>
        {
            var book = services.GetRequiredService<WebhookBook>();
            if (await book.FindAsync(parsed.GetRequiredValue(name), cancellation) is { } hook && await book.RemoveAsync(hook.Id, cancellation)) return 0;
            return await NoneAsync(parsed.GetRequiredValue(name));
        });
    }

    private static Command Test()
    {
        var name = Name();
        return StoreVerb.Runs(new("test", "Posts a test event and says what became of it.") { name }, async (parsed, services, cancellation) =>
        {
            if (await services.GetRequiredService<WebhookBook>().FindAsync(parsed.GetRequiredValue(name), cancellation) is not { } hook) return await NoneAsync(parsed.GetRequiredValue(name));
            var answer = await services.GetRequiredService<WebhookTrial>().RunAsync(hook, cancellation);
            await (answer.Delivered ? Console.Out : Console.Error).WriteLineAsync(answer.Delivered ? "It was delivered." : $"It was not delivered: {answer.Reason}.");
            return answer.Delivered ? 0 : 1;
        });
    }

    private static Argument<string> Name() => new("name") { Description = "The webhook's name." };

    private static async Task<int> NoneAsync(string name)
    {
        await Console.Error.WriteLineAsync($"There is no webhook named {name}; webhooks list shows them.");
        return 1;
    }

    private static string Say(WebhookProblem problem) => problem switch
    {
        WebhookProblem.NameBad => $"Give it a name of at most {WebhookBook.LongestName} characters.",
        WebhookProblem.NameTaken => "There is a webhook with this name already; choose another name.",
        WebhookProblem.EventUnknown => $"--event must be one of {string.Join(", ", CaseEvents.Kinds)}.",
        WebhookProblem.StationMissing => "There is no active station with this id; the desk lists the ids.",
        WebhookProblem.TooMany => "There are too many webhooks; remove those that nobody needs.",
        _ => "The url must begin with https:// and lead to a public address, or to one of Webhooks:AllowedNetworks.",
    };
}
