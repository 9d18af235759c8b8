using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Casework.Store;

internal static class CaseworkModel
{
    private const string Open = "closed_at IS NULL";
    private const string Over = "closed_at IS NOT NULL";

    public static void Build(ModelBuilder model)
    {
        model.Entity<PetitionRow>(e =>
        {
            e.ToTable("petitions").HasKey(p => p.Id);
            e.Property(p => p.Id).ValueGeneratedNever();
            e.HasIndex(p => p.Receipt).IsUnique();
            e.HasIndex(p => p.ConversationId);
            e.HasIndex(p => p.ContactMark);
            // The same matter again: same building, same leaf, lately.
            e.HasIndex(p => new { p.Building, p.Leaf, p.SubmittedAt });
        });
        model.Entity<SupplementRow>(e =>
        {
            e.ToTable("supplements").HasKey(s => s.Id);
            e.HasIndex(s => s.PetitionId);
            e.HasIndex(s => s.OriginId);
        });
        model.Entity<CaseRow>(e =>
        {
            e.ToTable("cases").HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Version).IsConcurrencyToken();
            // New cases are written in plain SQL, which leaves out what is nothing yet.
            e.Property(c => c.EscalationStep).HasDefaultValue(0);
            e.HasIndex(c => c.PetitionId).IsUnique();
            e.HasIndex(c => c.Receipt).IsUnique();
            e.HasIndex(c => c.ConversationId);
            e.HasIndex(c => c.Building);
            e.HasIndex(c => new { c.OwnerId, c.ClosedAt });
            // The lists of the desk: for one desk and for all, what is open (counted without reading the cases), what waits, what is in
            // hand, what is over. Partial, since PostgreSQL takes "IS NULL" in front of a key for no order, and what is over is by far the most.
            e.HasIndex(c => new { c.StationId, c.ClaimedAt, c.DueAt, c.ExcludedStations }).HasDatabaseName("ix_cases_open_by_station").HasFilter(Open);
            e.HasIndex(c => new { c.DueAt, c.Id, c.StationId, c.State, c.Urgency }).HasDatabaseName("ix_cases_waiting").HasFilter($"{Open} AND claimed_at IS NULL");
            e.HasIndex(c => new { c.ClaimedAt, c.Id, c.StationId }).HasDatabaseName("ix_cases_in_hand").HasFilter($"{Open} AND claimed_at IS NOT NULL");
            e.HasIndex(c => new { c.StationId, c.ClosedAt, c.Id }).IsDescending(false, true, false).HasDatabaseName("ix_cases_over_by_station").HasFilter(Over);
            e.HasIndex(c => new { c.ClosedAt, c.Id, c.StationId }).IsDescending(true, false, false).HasDatabaseName("ix_cases_over").HasFilter(Over);
        });
        model.Entity<CaseEventRow>(e =>
        {
            e.ToTable("case_events").HasKey(v => v.Seq);
            e.HasIndex(v => new { v.CaseId, v.Seq });
            // The book of looks at personal data.
            e.HasIndex(v => new { v.Kind, v.At });
        });
        model.Entity<CaseDeskRow>(e =>
        {
            e.ToTable("case_desks").HasKey(d => new { d.CaseId, d.StationId });
            e.HasIndex(d => d.StationId);
        });
        model.Entity<CaseFactRow>(e =>
        {
            e.ToTable("case_facts").HasKey(f => f.Id);
            e.HasIndex(f => f.CaseId);
        });
        model.Entity<DutySessionRow>(e =>
        {
            e.ToTable("duty_sessions").HasKey(d => d.Id);
            // One open session a person.
            e.HasIndex(d => d.StaffId).IsUnique().HasFilter("off_at IS NULL");
            e.HasIndex(d => new { d.StationId, d.OffAt });
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
