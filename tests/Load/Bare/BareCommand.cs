using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntakeBot.Load.Flow;

namespace IntakeBot.Load.Bare;

/// <summary>The yardstick of what HTTP and JSON alone cost: every activity is parsed and answered, nothing is known, nothing kept.</summary>
internal static class BareCommand
{
    public const string Verb = "bare";
    private const string Receipt = "23456789AB";

    public static Command Create()
    {
        var port = new Argument<int>("port");
        var command = new Command(Verb, "Runs the bare endpoint on a port of 127.0.0.1.") { port };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(port), cancellation));
        return command;
    }

    private static async Task RunAsync(int port, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var json = new BareJson(new JsonSerializerOptions(BareJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var answers = PetitionFlow.Read().Steps.ToDictionary(step => step.Asks ?? "", Of);
        var next = Next(PetitionFlow.Read());
        app.MapPost("/api/messages", async context =>
        {
            var heard = await JsonSerializer.DeserializeAsync(context.Request.Body, json.BareActivity, context.RequestAborted);
            await context.Response.WriteAsJsonAsync(new([Reply(heard!, answers[next(heard!.Text)])]), json.BareAnswer);
        });
        await app.StartAsync(cancellation);
        await Console.Out.WriteLineAsync("ready");
        await app.WaitForShutdownAsync(cancellation);
    }

    // What is said next is all the state there is: the words tell the step. Whatever is not known is the place.
    private static Func<string?, string> Next(PetitionFlow flow)
    {
        var known = flow.Steps.Where(step => step.Say is { } say && say[0] != '{').ToDictionary(step => step.Say!, step => step.Asks ?? "");
        var opening = flow.Steps.Single(step => step.Say is null).Asks!;
        var place = flow.Steps.Single(step => step.Say?[0] == '{').Asks!;
        return said => said is null ? opening : known.GetValueOrDefault(said, place);
    }

    private static BareActivity Of(FlowStep step) => new()
    {
        Type = "message",
        Text = step.Answer,
        Locale = "zh-CN",
        InputHint = step.Asks is null ? "acceptingInput" : "expectingInput",
        SuggestedActions = step.Options is { } options ? new([], [.. options.Select(title => new BareAction("imBack", title, title))]) : null,
        ChannelData = new(new(step.Asks is null ? "submitted" : "collecting", step.Asks, step.Asks is null ? Receipt : null)),
    };

    private static BareActivity Reply(BareActivity heard, BareActivity answer) => answer with
    {
        Id = heard.Id,
        Timestamp = TimeProvider.System.GetUtcNow(),
        ChannelId = heard.ChannelId,
        ServiceUrl = heard.ServiceUrl,
        From = heard.Recipient,
        Recipient = heard.From,
        Conversation = heard.Conversation,
        ReplyToId = heard.Id,
    };
}
