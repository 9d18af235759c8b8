using IntakeBot.Host.Api.Keys;
using IntakeBot.Host.Api.Repeats;

namespace IntakeBot.Host.Api;

/// <summary>What stands in front of the endpoints of other programs, and how an endpoint asks for it.</summary>
internal static class ApiDoors
{
    public static void UseApiDoors(this WebApplication app)
    {
        app.UseWhen(context => Marked<NeedsScope>(context), doors =>
        {
            doors.UseMiddleware<KeyDoor>();
            doors.UseWhen(context => Marked<Repeatable>(context), writes => writes.UseMiddleware<RepeatDoor>());
        });
    }

    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, string scope) =>
        endpoint.WithMetadata(new NeedsScope(scope)).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429);

    /// <summary>A call that writes.</summary>
    public static RouteHandlerBuilder Writes(this RouteHandlerBuilder endpoint, string scope) =>
        endpoint.Needs(scope).WithMetadata(new Repeatable()).ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);

    private static bool Marked<T>(HttpContext context)
        where T : class => context.GetEndpoint()?.Metadata.GetMetadata<T>() is not null;
}
