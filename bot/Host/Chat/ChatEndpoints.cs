using IntakeBot.Casework.Places;
using IntakeBot.Host.Channels;
using IntakeBot.Host.Conversations;
using IntakeBot.Host.DirectLine;
using IntakeBot.Host.Links;
using IntakeBot.Host.Security;

namespace IntakeBot.Host.Chat;

/// <summary>How a resident gets in without a name: a token for a new conversation, or for the one this device was in.</summary>
internal static class ChatEndpoints
{
    private const int LongestBody = 4 * 1024;

    public static WebApplication MapChat(this WebApplication app)
    {
        var chat = app.MapGroup("/chat").WithTags("chat");
        chat.MapPost("/token", TokenAsync).WithMetadata(new LimitedAs(LimitedKind.Chat)).WithName("ChatToken")
            .WithSummary("A token for a new conversation. A wrong code is said so, and the chat goes on without a building.")
            .Accepts<ChatRequest>("application/json").Produces<ChatAnswer>().ProducesProblem(400).ProducesProblem(429);
        chat.MapPost("/resume", ResumeAsync).WithMetadata(new LimitedAs(LimitedKind.Chat)).WithName("ChatResume")
            .WithSummary("A new token for the conversation that this device, known by its cookie, was in last: at the building of the code, if one is given. 404: none.")
            .Accepts<ChatRequest>("application/json").Produces<ChatAnswer>().ProducesProblem(404).ProducesProblem(429);
        chat.MapPost("/forget", ForgetAsync).WithMetadata(new LimitedAs(LimitedKind.Chat)).WithName("ChatForget")
            .WithSummary("This device is no longer known. What was said and sent stays with those who handle it.")
            .Produces(204).ProducesProblem(429);
        return app;
    }

    private static async Task<IResult> ForgetAsync(HttpContext context, Devices devices)
    {
        await devices.ForgetAsync(context);
        return Results.NoContent();
    }

    private static async Task<IResult> TokenAsync(
        HttpContext context, ConversationTokens tokens, SignedCodes codes, PlacesSource places, HostTexts texts, TimeProvider clock)
    {
        var (request, wrong) = await RequestAsync(context);
        if (wrong is not null) return wrong;

        var building = codes.Open(request!.Building) is { } code ? places.Current.Gazetteer.FindBuilding(code) : null;
        var claims = new ConversationToken
        {
            Use = ConversationToken.Chat,
            ConversationId = TurnWriting.NewId(clock),
            User = "dl_" + TurnWriting.NewId(clock),
            Building = building?.Code,
            Device = Devices.Ensure(context),
        };
        return Answer(context, tokens, claims, building, request.Building is { Length: > 0 } && building is null ? texts.Say("wrongCode") : null);
    }

    private static async Task<IResult> ResumeAsync(
        HttpContext context, Devices devices, ConversationTokens tokens, SignedCodes codes, LiveConversations conversations, PlacesSource places)
    {
        var (request, wrong) = await RequestAsync(context);
        if (wrong is not null) return wrong;
        if (Devices.Find(context.Request) is not { } device
            || await devices.ConversationOfAsync(device, codes.Open(request!.Building), context.RequestAborted) is not { } id
            || await conversations.KnowAsync(conversations.Get(id), context.RequestAborted) is not { } known)
            return Results.Problem(statusCode: 404, title: "This device has no conversation to go on with.");

        var claims = new ConversationToken { Use = ConversationToken.Chat, ConversationId = id, User = known.UserId, Building = known.Building, Device = device };
        return Answer(context, tokens, claims, places.Current.Gazetteer.FindBuilding(known.Building), null);
    }

    private static async Task<(ChatRequest? Request, IResult? Wrong)> RequestAsync(HttpContext context)
    {
        if (await BodyReader.ReadAsync(context.Request, LongestBody) is not { } body) return (null, Results.Problem(statusCode: 413, title: "The body is too large."));
        if (body.Length == 0) return (new(), null);
        return BodyReader.Parse(body, ChatJson.Default.ChatRequest, out var problem) is { } request ? (request, null) : (null, Results.Problem(statusCode: 400, title: problem));
    }

    private static IResult Answer(HttpContext context, ConversationTokens tokens, ConversationToken claims, Building? building, string? buildingError)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new ChatAnswer(
                claims.ConversationId, tokens.Issue(claims), ConversationTokens.LifetimeSeconds,
                building is null ? null : new(building.Code, building.Address), buildingError),
            ChatJson.Default.ChatAnswer);
    }
}
