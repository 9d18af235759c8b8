using System.Text.Json;
using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Store;

/// <summary>
/// Looks at petitions from before numbers had a <see cref="ContactMark"/>, some at a time and without hurry; petitions written since bring theirs along.
/// </summary>
internal sealed partial class ContactMarking(CaseworkStore store, WriteGate gate, IPersonalDataProtector protector, TimeProvider clock, ILogger<ContactMarking> log) : BackgroundService
{
    private const int AtOnce = 100;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    /// <summary>An older replica may still be writing without them.</summary>
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = false;
            try
            {
                more = await MarkAsync(stoppingToken) == AtOnce;
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                MarkingFailed(log, failed);
            }
            await Task.Delay(more ? s_pause : s_again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Marks some; as often and from as many processes as one likes.</summary>
    /// <returns>How many were looked at.</returns>
    internal async Task<int> MarkAsync(CancellationToken stop)
    {
        await using var db = store.Open();
        var unmarked = await db.Petitions.Where(p => p.ContactMark == null).OrderBy(p => p.Id).Take(AtOnce).Select(p => new { p.Id, p.Body }).ToListAsync(stop);
        if (unmarked.Count == 0) return 0;
        var ids = unmarked.Select(p => p.Id).ToList();
        var changed = (await db.CaseFacts.AsNoTracking().Where(f => ids.Contains(f.CaseId) && f.Field == CaseFacts.ReporterPhone).OrderBy(f => f.Id).ToListAsync(stop))
            .GroupBy(f => f.CaseId).ToDictionary(f => f.Key, f => f.Last().After);
        var marks = unmarked.ConvertAll(p => (p.Id, Mark: changed.TryGetValue(p.Id, out var newest)
            ? ContactMark.Of(newest is null ? null : protector.Unprotect(newest), protector)
            : Said(p.Body)));

        using var held = await gate.EnterAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // Set right by staff meanwhile: theirs counts.
        foreach (var (id, mark) in marks)
            await db.Petitions.Where(p => p.Id == id && p.ContactMark == null).ExecuteUpdateAsync(set => set.SetProperty(p => p.ContactMark, mark), stop);
        await transaction.CommitAsync(stop);
        return marks.Count;
    }

    // What cannot be read any more has no number either; the others must not wait for it.
    private string Said(string body)
    {
        try
        {
            return protector.Unprotect(body) is { } json ? ContactMark.Of(PetitionJson.Read(json), protector) : ContactMark.None;
        }
        catch (JsonException)
        {
            return ContactMark.None;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Petitions of before could not be marked; it is tried again later")]
    private static partial void MarkingFailed(ILogger log, Exception failed);
}
