using IntakeBot.Casework.Cases;
using IntakeBot.Casework.Store;
using IntakeBot.Host.Store;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Desk.Drafts;

/// <summary>What somebody typed and has not sent, sealed at rest like everything about residents. The last writer wins.</summary>
internal sealed class DraftBook(IDbContextFactory<HostDb> databases, WriteGate gate, IPersonalDataProtector protector, TimeProvider time)
{
    public const int Longest = 4000;
    private static readonly (string Form, string Part)[] s_parts = [("call", "number"), ("call", "result"), ("sentence", "outcome"), ("comment", "to"), ("comment", "with")];

    public static string Reply(Guid caseId) => $"reply/{caseId:N}";
    public static string Sentence(Guid caseId) => $"sentence/{caseId:N}";

    public static string Note(Guid caseId) => $"note/{caseId:N}";
    /// <summary>What was said in a call.</summary>
    public static string Call(Guid caseId) => $"call/{caseId:N}";
    /// <param name="part">number or result.</param>
    public static string Call(Guid caseId, string part) => $"call/{caseId:N}/{part}";
    public static string Outcome(Guid caseId) => $"sentence/{caseId:N}/outcome";
    /// <summary>Whom a case is to be transferred to.</summary>
    public static string TransferTo(Guid caseId) => $"comment/{caseId:N}/to";
    /// <summary>The receipt of the case to merge with.</summary>
    public static string MergeWith(Guid caseId) => $"comment/{caseId:N}/with";
    /// <summary>A fact being set right.</summary>
    public static string Fact(Guid caseId, string field) => $"fact/{caseId:N}/{field}";
    /// <summary>How all facts of a case begin.</summary>
    public static string Facts(Guid caseId) => $"fact/{caseId:N}/";
    /// <summary>The comment of a transfer, a merge or a reopening.</summary>
    public static string Comment(Guid caseId) => $"comment/{caseId:N}";

    /// <summary>Places are made by those above; nothing else is kept.</summary>
    public static bool IsPlace(string place) => place.Split('/') switch
    {
        ["reply" or "sentence" or "note" or "call" or "comment", var id] => IsId(id),
        [var form, var id, var part] when s_parts.Contains((form, part)) => IsId(id),
        ["fact", var id, var field] => IsId(id) && CaseFacts.All.Contains(field),
        _ => false,
    };

    public async Task<string> ReadAsync(string staffId, string place, CancellationToken cancellation = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var text = await db.Drafts.Where(d => d.StaffId == staffId && d.Place == place).Select(d => d.Text).SingleOrDefaultAsync(cancellation);
        return text is null ? "" : protector.Unprotect(text) ?? "";
    }

    /// <summary>All that somebody began in places that begin so, by place.</summary>
    public async Task<Dictionary<string, string>> ReadAllAsync(string staffId, string prefix, CancellationToken cancellation = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var begun = await db.Drafts.AsNoTracking().Where(d => d.StaffId == staffId && d.Place.StartsWith(prefix)).ToListAsync(cancellation);
        return begun.ToDictionary(d => d.Place, d => protector.Unprotect(d.Text) ?? "");
    }

    /// <summary>Keeps the text as it stands; nothing typed, nothing kept.</summary>
    public async Task KeepAsync(string staffId, string place, string text, CancellationToken cancellation = default)
    {
        if (text.Length > Longest) text = text[..Longest];
        using var held = await gate.EnterAsync(cancellation);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (text.Length == 0)
        {
            await db.Drafts.Where(d => d.StaffId == staffId && d.Place == place).ExecuteDeleteAsync(cancellation);
            return;
        }
        var (sealedText, now) = (protector.Protect(text), time.GetUtcNow());
        if (await Update() > 0) return;
        db.Drafts.Add(new DraftRow { StaffId = staffId, Place = place, Text = sealedText, UpdatedAt = now });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // Another page of the same person began the same draft at this moment.
            db.ChangeTracker.Clear();
            if (await Update() == 0) throw;
        }

        Task<int> Update() => db.Drafts.Where(d => d.StaffId == staffId && d.Place == place)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.Text, sealedText).SetProperty(d => d.UpdatedAt, now), cancellation);
    }

    private static bool IsId(string id) => Guid.TryParseExact(id, "N", out _);
}
