using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Store;

internal static class CaseworkModel
{
    public static void Build(ModelBuilder model)
    {
        model.Entity<PetitionRow>(e =>
        {
            e.ToTable("petitions").HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.HasIndex(p => p.Receipt).IsUnique();
            e.HasIndex(p => p.ConversationId);
            // The same matter again: same building, same leaf, lately.
            e.HasIndex(p => new { p.Building, p.Leaf, p.SubmittedAt });
        });
        model.Entity<SupplementRow>(e =>
        {
            e.ToTable("supplements").HasKey(s => s.Id);
            e.HasIndex(s => s.PetitionId);
        });
        model.Entity<CaseRow>(e =>
        {
            e.ToTable("cases").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Version).IsConcurrencyToken();
            e.HasIndex(c => c.PetitionId).IsUnique();
            e.HasIndex(c => c.Receipt).IsUnique();
            e.HasIndex(c => c.ConversationId);
            e.HasIndex(c => c.Building);
            e.HasIndex(c => new { c.StationId, c.ClosedAt, c.ClaimedAt, c.DueAt });
            e.HasIndex(c => new { c.OwnerId, c.ClosedAt });
            e.HasIndex(c => new { c.ClosedAt, c.ClaimedAt, c.DueAt });
        });
        model.Entity<CaseEventRow>(e =>
        {
            e.ToTable("case_events").HasKey(v => v.Seq);
            e.HasIndex(v => new { v.CaseId, v.Seq });
        });
        model.Entity<ParkedMessageRow>(e => e.ToTable("parked_messages").HasKey(p => p.Id));
        model.Entity<StationRow>(e =>
        {
            e.ToTable("stations").HasKey(s => s.Id);
            e.Property(s => s.Id).ValueGeneratedNever();
        });
        model.Entity<ShiftRow>(e =>
        {
            e.ToTable("shifts").HasKey(s => s.Id);
            e.HasIndex(s => s.StationId);
        });
        model.Entity<PlacesVersionRow>(e => e.ToTable("places_versions").HasKey(v => v.Id));
    }
}
