using System.Text.Json;
using IntakeBot.Casework.Petitions;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Desk.Access;
using IntakeBot.Host.Desk.Wording;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Queue;

/// <param name="Opened">How many petitions were opened to look for the words in their text.</param>
/// <param name="Older">There are older ones whose text was not looked at.</param>
/// <param name="OutOfTime">It took too long and was stopped.</param>
/// <param name="Cut">More were found than are shown.</param>
public sealed record QueueFound(IReadOnlyList<QueueRow> Rows, int Opened = 0, bool Older = false, bool OutOfTime = false, bool Cut = false);

/// <summary>
/// Search in what the viewer may see. A receipt or a building's code is exact; other words are looked for in address and
/// category, and in the text of the newest petitions. Petitions are sealed, so each has to be opened to be read: as many as
/// can be in a moment, and the page says when there were more.
/// </summary>
internal sealed class QueueSearch(CaseworkStore store, QueueReader reader, IPersonalDataProtector protector, DeskWording wording, TimeProvider time)
{
    public const int MostOpened = 2_000;
    public const int MostShown = 100;
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(4);
    private const int Batch = 200;
    private const int MostWords = 5;

    public async Task<QueueFound> FindAsync(DeskViewer viewer, string text, CancellationToken cancellation = default)
    {
        text = text.Trim();
        await using var db = store.Open();
        if (Receipt.TryParse(text, out var receipt)) return new(await ExactAsync(db, viewer, c => c.Receipt == receipt, cancellation));
        var code = text.ToUpperInvariant();
        if (await ExactAsync(db, viewer, c => c.Building == code, cancellation) is { Count: > 0 } there) return new(there);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MostWords).Select(word => new Word(word, wording.Leaves(word))).ToList();
        if (words.Count == 0) return new([]);

        using var limit = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var found = new Dictionary<Guid, QueueRow>();
        var opened = 0;
        var newest = new List<QueueRow>();
        try
        {
            foreach (var row in await ListedAsync(db, viewer, words, either.Token)) found[row.Id] = row;
            newest = await NewestAsync(db, viewer, either.Token);
            foreach (var batch in newest.Take(MostOpened).Where(row => !found.ContainsKey(row.Id)).Chunk(Batch))
            {
                var texts = await TextsAsync(db, [.. batch.Select(row => row.Id)], either.Token);
                opened += batch.Length;
                foreach (var row in batch)
                    if (texts.TryGetValue(row.Id, out var body) && words.TrueForAll(word => word.IsIn(row, body))) found[row.Id] = row;
                if (found.Count > MostShown) break;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // What was found until now is shown, and that there may be more.
        }
        var rows = found.Values.OrderBy(row => row.ClosedAt is not null).ThenByDescending(row => row.RoutedAt).Take(MostShown).ToList();
        return new(await reader.MarkAsync(viewer, rows, cancellation), opened, newest.Count > MostOpened, limit.IsCancellationRequested, found.Count > MostShown);
    }

    private async Task<IReadOnlyList<QueueRow>> ExactAsync(
        CaseworkDb db, DeskViewer viewer, System.Linq.Expressions.Expression<Func<CaseRow, bool>> which, CancellationToken cancellation)
    {
        var rows = new List<QueueRow>();
        foreach (var source in QueueSources.Waiting(db, viewer, walkTimes: true)) rows.AddRange(await RowsAsync(source.Where(which).OrderByDescending(c => c.SubmittedAt), MostShown, cancellation));
        rows.AddRange(await RowsAsync(
            QueueSources.Own(db, viewer, walkTimes: true).Where(which).Where(c => c.ClosedAt != null || c.ClaimedAt != null).OrderBy(c => c.ClosedAt != null).ThenByDescending(c => c.SubmittedAt),
            MostShown, cancellation));
        return await reader.MarkAsync(viewer, rows, cancellation);
    }

    /// <summary>Those whose address or category has all the words: all open ones, and the newest finished ones.</summary>
    private static async Task<List<QueueRow>> ListedAsync(CaseworkDb db, DeskViewer viewer, List<Word> words, CancellationToken cancellation)
    {
        var own = QueueSources.Own(db, viewer, walkTimes: viewer.Stations is not [_]);
        var rows = new List<QueueRow>();
        foreach (var cases in QueueSources.Waiting(db, viewer).Append(own.Where(c => c.ClosedAt == null && c.ClaimedAt != null)).Append(QueueSources.Ordered(own, QueuePart.Over, null).Take(QueueReader.Window)))
            rows.AddRange(await RowsAsync(Having(cases, words), MostShown + 1, cancellation));
        return rows;
    }

    private static IQueryable<CaseRow> Having(IQueryable<CaseRow> cases, List<Word> words)
    {
        foreach (var (word, leaves) in words)
            cases = cases.Where(c => leaves.Contains(c.Leaf) || c.Address!.Contains(word) || c.Community!.Contains(word));
        return cases;
    }

    private static async Task<List<QueueRow>> NewestAsync(CaseworkDb db, DeskViewer viewer, CancellationToken cancellation)
    {
        var own = QueueSources.Own(db, viewer, walkTimes: viewer.Stations is not [_]);
        var rows = new List<QueueRow>();
        IEnumerable<IQueryable<CaseRow>> newestFirst =
        [
            .. QueueSources.Waiting(db, viewer).Select(source => source.OrderByDescending(c => c.DueAt)),
            own.Where(c => c.ClosedAt == null && c.ClaimedAt != null).OrderByDescending(c => c.ClaimedAt),
            own.Where(c => c.ClosedAt != null).OrderByDescending(c => c.ClosedAt),
        ];
        foreach (var part in newestFirst)
            if (rows.Count <= MostOpened) rows.AddRange(await RowsAsync(part, MostOpened + 1 - rows.Count, cancellation));
        return rows;
    }

    private static Task<List<QueueRow>> RowsAsync(IQueryable<CaseRow> cases, int most, CancellationToken cancellation) =>
        cases.Take(most).Select(QueueSources.Row).ToListAsync(cancellation);

    /// <summary>What was said in each petition and added to it; a petition that cannot be read is left out.</summary>
    private async Task<Dictionary<Guid, string>> TextsAsync(CaseworkDb db, Guid[] ids, CancellationToken cancellation)
    {
        var bodies = await db.Petitions.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Body }).ToListAsync(cancellation);
        var added = (await db.Supplements.AsNoTracking().Where(s => ids.Contains(s.PetitionId)).Select(s => new { s.PetitionId, s.Body }).ToListAsync(cancellation))
            .ToLookup(s => s.PetitionId, s => s.Body);
        var texts = new Dictionary<Guid, string>(bodies.Count);
        foreach (var body in bodies)
        {
            cancellation.ThrowIfCancellationRequested();
            if (protector.Unprotect(body.Body) is not { } json || PetitionJson.Read(json) is not { } petition) continue;
            var later = added[body.Id].Select(protector.Unprotect).OfType<string>().Select(s => JsonSerializer.Deserialize(s, PetitionJson.Supplement)?.Text);
            texts[body.Id] = string.Join('\n', [petition.Title, petition.Description, petition.Wish, petition.Where.Detail, petition.Counterparty?.Name, .. later]);
        }
        return texts;
    }

    private sealed record Word(string Text, IReadOnlyList<string> Leaves)
    {
        public bool IsIn(QueueRow row, string body) => Leaves.Contains(row.Leaf) || Has(row.Address) || Has(row.Community) || Has(body);
        private bool Has(string? text) => text?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true;
    }
}
