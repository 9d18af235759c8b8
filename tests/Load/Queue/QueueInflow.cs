using IntakeBot.Casework;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Places;
using IntakeBot.Casework.Routing;
using IntakeBot.Host.StartUp;
using Microsoft.Extensions.DependencyInjection;

namespace IntakeBot.Load.Queue;

/// <summary>Petitions that are routed and taken over at a steady pace, the way they are from the queue and from the desk, until it is disposed.</summary>
internal sealed class QueueInflow : IAsyncDisposable
{
    public const int PerSecond = 20;
    // Fewer in one pair of hands than the limit allows.
    private const int People = 4_000;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _work;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _began;

    public QueueInflow(IServiceProvider services)
    {
        _began = _time.GetTimestamp();
        _work = Task.Run(() => WriteAsync(services));
    }

    public int Written { get; private set; }
    /// <summary>Cases a second as they were really written and claimed.</summary>
    public double Rate => Written / _time.GetElapsedTime(_began).TotalSeconds;

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _work;
        _ended.Dispose();
    }

    private async Task WriteAsync(IServiceProvider services)
    {
        var (route, cases) = (services.GetRequiredService<RoutePetition>(), services.GetRequiredService<CaseService>());
        var gazetteer = services.GetRequiredService<PlacesSource>().Current.Gazetteer;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                var petition = PetitionAt(gazetteer.BuildingAt(Written * 97 % gazetteer.BuildingCount).Code);
                if (await route.HandleAsync(PetitionEnvelope.ForQueue(petition), _ended.Token) is not HandlerOutcome.Done)
                    throw new InvalidOperationException("a petition was not routed while the pages were measured");
                if (await cases.ClaimAsync(petition.Id, Actor.Staff($"inflow-{Written % People}", "李工", "desk"), cancellation: _ended.Token) is { Moved: false, Problem: var problem })
                    throw new InvalidOperationException($"a case was not claimed while the pages were measured: {problem}");
                Written++;
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was measured.
        }
    }

    private Petition PetitionAt(string building) => new()
    {
        Id = Guid.CreateVersion7(_time.GetUtcNow()),
        Receipt = Receipt.New(),
        SubmittedAt = _time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)),
        Channel = "webchat",
        Language = "zh-CN",
        Kind = "complaint",
        Category = new("rental.deposit", 1, "resident"),
        Title = "房东不退押金",
        Description = "房东不退押金，说墙面有划痕要扣两千",
        Where = new("qr", building),
        Urgency = new("normal", []),
        Conversation = new($"inflow-{Guid.CreateVersion7(_time.GetUtcNow()):N}", "petition", 1),
    };
}
