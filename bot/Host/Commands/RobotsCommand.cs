using System.CommandLine;
using System.Globalization;
using IntakeBot.Dialogue.Wording;
using IntakeBot.Host.Desk.Robots;
using IntakeBot.Host.Desk.Wording;
using IntakeBot.Host.Robots;
using Spectre.Console;

namespace IntakeBot.Host.Commands;

/// <summary>Robots in the work groups of staff. Addresses and secrets are read from the standard input: an argument would be seen by all users of the machine.</summary>
internal static class RobotsCommand
{
    public static Command Create() => new("robots", "Group robots that tell staff of cases.") { Add(), List(), Remove(), Test() };

    private static Command Add()
    {
        var name = Name();
        var station = new Option<string>("--station") { Description = "Id of the station, hall or desk whose cases it tells of.", Required = true };
        var area = new Option<bool>("--area") { Description = "Also of the cases of all stations beneath." };
        var kind = new Option<RobotKind?>("--kind") { Description = "wecom, dingtalk or feishu; otherwise told by the address." };
        var pace = new Option<int>("--per-minute") { Description = "Most messages a minute.", DefaultValueFactory = _ => RobotBook.UsualPerMinute };
        var add = new Command("add", "Adds a robot. Asks for its webhook address and its secret, or reads them as two lines from the standard input.") { name, station, area, kind, pace };
        return StoreVerb.Runs(add, async (parsed, services, cancellation) =>
        {
            var console = PlainConsole.Create();
            var address = await AskAsync(console, "Webhook address:", cancellation);
            var needsSecret = (parsed.GetValue(kind) ?? RobotAddress.KindOf(RobotAddress.Parse(address))) is { } product && RobotProduct.Of(product).Signed;
            var secret = needsSecret ? await AskAsync(console, "Signing secret:", cancellation) : null;
            var robot = new NewRobot(parsed.GetRequiredValue(name), parsed.GetValue(kind), parsed.GetRequiredValue(station), parsed.GetValue(area), address, secret, parsed.GetValue(pace));
            if (await services.GetRequiredService<RobotBook>().AddAsync(robot, cancellation) is not { } problem)
            {
                console.MarkupLineInterpolated($"{robot.Name} was added; try it with: robots test {robot.Name}");
                return 0;
            }
            await Console.Error.WriteLineAsync(Say(problem));
            return 1;
        });
    }

    private static Command List() => StoreVerb.Runs(new("list", "Lists the robots, and which of them fail."), async (_, services, cancellation) =>
    {
        var words = services.GetRequiredService<DeskWording>().In(Languages.English).Words;
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "station", "product", "a minute", "state", "waiting", "last delivered");
        foreach (var (robot, waiting, flagged) in await services.GetRequiredService<RobotBook>().ListAsync(cancellation))
        {
            var state = !robot.Enabled ? "switched off" : robot.FailingSince is null ? robot.SentAt is null ? "not used yet" : "works" : $"{(flagged ? "LOOK AFTER IT: " : "")}{RobotWords.Reason(words, robot.Reason)}";
            table.AddRow(
                Markup.Escape(robot.Name), robot.StationId + (robot.Area ? " and beneath" : ""), robot.Kind.Code(), robot.PerMinute.ToString(CultureInfo.InvariantCulture), Markup.Escape(state),
                waiting.ToString(CultureInfo.InvariantCulture), robot.SentAt is { } sent ? ChinaTime.Of(sent).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "");
        }
        PlainConsole.Create().Write(table);
        return 0;
    });

    private static Command Remove()
    {
        var name = Name();
        return StoreVerb.Runs(new("remove", "Removes a robot and what it had not told yet.") { name }, async (parsed, services, cancellation) =>
        {
            var book = services.GetRequiredService<RobotBook>();
            if (await book.FindAsync(parsed.GetRequiredValue(name), cancellation) is { } robot && await book.RemoveAsync(robot.Id, cancellation)) return 0;
            return await NoneAsync(parsed.GetRequiredValue(name));
        });
    }

    private static Command Test()
    {
        var name = Name();
        return StoreVerb.Runs(new("test", "Sends a test message and says what became of it.") { name }, async (parsed, services, cancellation) =>
        {
            if (await services.GetRequiredService<RobotBook>().FindAsync(parsed.GetRequiredValue(name), cancellation) is not { } robot) return await NoneAsync(parsed.GetRequiredValue(name));
            var answer = await services.GetRequiredService<RobotTrial>().RunAsync(robot, cancellation);
            var texts = services.GetRequiredService<DeskWording>().In(Languages.English);
            if (answer.Delivered) await Console.Out.WriteLineAsync(texts.Robots.Tested);
            else await Console.Error.WriteLineAsync(DeskTexts.Fill(texts.Robots.TestFailed, ("reason", RobotWords.Reason(texts.Words, answer.Reason))));
            return answer.Delivered ? 0 : 1;
        });
    }

    private static Argument<string> Name() => new("name") { Description = "The robot's name." };

    private static async Task<string> AskAsync(IAnsiConsole console, string question, CancellationToken cancellation) =>
        Console.IsInputRedirected ? await Console.In.ReadLineAsync(cancellation) ?? "" : await console.PromptAsync(new TextPrompt<string>(question).Secret(), cancellation);

    private static async Task<int> NoneAsync(string name)
    {
        await Console.Error.WriteLineAsync($"There is no robot named {name}; robots list shows them.");
        return 1;
    }

    private static string Say(RobotProblem problem) => problem switch
    {
        RobotProblem.NameMissing => "Give it a name of at most 40 characters.",
        RobotProblem.NameTaken => "There is a robot with this name already; choose another name.",
        RobotProblem.StationMissing => "There is no active station with this id; the desk lists the ids.",
        RobotProblem.SecretMissing => "This product signs its messages: give the signing secret on the second line.",
        RobotProblem.PaceBad => "--per-minute must be 1 to 600.",
        _ => $"The address is not that of a robot: it must begin with {string.Join(" or ", Enum.GetValues<RobotKind>().Select(kind => $"https://{RobotProduct.Of(kind).Host}{RobotProduct.Of(kind).Path}"))}.",
    };
}
