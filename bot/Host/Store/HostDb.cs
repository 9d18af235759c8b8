using IntakeBot.Casework.Store;
using IntakeBot.Host.Staff;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace IntakeBot.Host.Store;

/// <summary>The bot's own tables: conversations, outbox, files, keys, staff accounts.</summary>
public abstract class HostDb(DbContextOptions options) : IdentityUserContext<StaffAccount>(options), IDataProtectionKeyContext
{
    internal DbSet<ConversationRow> Conversations => Set<ConversationRow>();
    internal DbSet<TurnRow> Turns => Set<TurnRow>();
    internal DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    internal DbSet<FileRow> Files => Set<FileRow>();
    internal DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    internal DbSet<ApiAnswerRow> ApiAnswers => Set<ApiAnswerRow>();
    internal DbSet<ServerKeyRow> ServerKeys => Set<ServerKeyRow>();
    internal DbSet<DeviceRow> Devices => Set<DeviceRow>();
    internal DbSet<FollowerRow> Followers => Set<FollowerRow>();
    internal DbSet<DraftRow> Drafts => Set<DraftRow>();
    internal DbSet<ChannelAddressRow> ChannelAddresses => Set<ChannelAddressRow>();
    internal DbSet<WeChatTokenRow> WeChatTokens => Set<WeChatTokenRow>();
    internal DbSet<WeChatFollowerRow> WeChatFollowers => Set<WeChatFollowerRow>();
    internal DbSet<PosterSceneRow> PosterScenes => Set<PosterSceneRow>();
    internal DbSet<CannedReplyRow> CannedReplies => Set<CannedReplyRow>();
    internal DbSet<WebhookRow> Webhooks => Set<WebhookRow>();
    internal DbSet<WebhookMessageRow> WebhookMessages => Set<WebhookMessageRow>();
    internal DbSet<RobotRow> Robots => Set<RobotRow>();
    internal DbSet<RobotMessageRow> RobotMessages => Set<RobotMessageRow>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public const string HistoryTable = "__host_migrations";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoreConventions.Times(configurationBuilder, this is SqliteHostDb);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.Entity<StaffAccount>().ToTable("staff_accounts");
        builder.Entity<IdentityUserClaim<string>>().ToTable("staff_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("staff_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("staff_tokens");
        builder.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        builder.Entity<ConversationRow>(e =>
        {
            e.ToTable("conversations").HasKey(c => c.N);
            e.Property(c => c.Id).IsRequired();
            e.HasIndex(c => c.Id).IsUnique();
            e.HasIndex(c => c.WakeAt).HasFilter("wake_at IS NOT NULL");
            e.HasIndex(c => c.PushAt).HasFilter("push_at IS NOT NULL");
            e.Property(c => c.ResidentSeq).HasDefaultValue(0L);
            e.Property(c => c.StaffSeq).HasDefaultValue(0L);
        });
        builder.Entity<TurnRow>(e =>
        {
            e.ToTable("turns").HasKey(t => t.Id);
            e.HasIndex(t => new { t.ConversationN, t.FirstSeq }).IsUnique();
        });
        builder.Entity<OutboxRow>(e =>
        {
            e.ToTable("outbox").HasKey(o => o.Id);
            e.HasIndex(o => o.PetitionId).IsUnique();
            e.HasIndex(o => new { o.State, o.NextAt });
        });
        builder.Entity<FileRow>(e =>
        {
            e.ToTable("files").HasKey(f => f.Id);
            e.HasIndex(f => f.ConversationId);
        });
        builder.Entity<ApiKeyRow>(e =>
        {
            e.ToTable("api_keys").HasKey(k => k.Name);
            e.HasIndex(k => k.Hash).IsUnique();
        });
        builder.Entity<ApiAnswerRow>(e =>
        {
            e.ToTable("api_answers").HasKey(a => new { a.KeyName, a.RepeatKey });
            e.HasIndex(a => a.StartedAt);
        });
        builder.Entity<ServerKeyRow>().ToTable("server_keys").HasKey(k => k.Name);
        builder.Entity<DeviceRow>().ToTable("devices").HasKey(d => new { d.Hash, d.ConversationId });
        builder.Entity<FollowerRow>().ToTable("followers").HasKey(f => new { f.PetitionId, f.ConversationId });
        builder.Entity<ChannelAddressRow>().ToTable("channel_addresses").HasKey(a => a.ConversationId);
        builder.Entity<DraftRow>().ToTable("drafts").HasKey(d => new { d.StaffId, d.Place });
        builder.Entity<WeChatTokenRow>().ToTable("wechat_tokens").HasKey(t => t.AppId);
        builder.Entity<WeChatFollowerRow>().ToTable("wechat_followers").HasKey(f => f.ConversationId);
        builder.Entity<PosterSceneRow>().ToTable("poster_scenes").HasKey(p => new { p.AppId, p.Scene });
        builder.Entity<RobotRow>(e =>
        {
            e.ToTable("robots").HasKey(r => r.Id);
            e.HasIndex(r => r.Name).IsUnique();
        });
        builder.Entity<RobotMessageRow>(e =>
        {
            e.ToTable("robot_messages").HasKey(m => m.Id);
            e.HasIndex(m => new { m.RobotId, m.EventSeq }).IsUnique();
            e.HasIndex(m => new { m.State, m.RobotId });
            e.HasIndex(m => m.CaseId);
        });
        builder.Entity<CannedReplyRow>(e =>
        {
            e.ToTable("canned_replies").HasKey(r => r.Id);
            e.HasIndex(r => new { r.StationId, r.Code });
        });
        builder.Entity<WebhookRow>(e =>
        {
            e.ToTable("webhooks").HasKey(w => w.Id);
            e.HasIndex(w => w.Name).IsUnique();
        });
        builder.Entity<WebhookMessageRow>(e =>
        {
            e.ToTable("webhook_messages").HasKey(m => m.Id);
            e.HasIndex(m => new { m.WebhookId, m.EventSeq }).IsUnique();
            e.HasIndex(m => m.NextAt).HasFilter("next_at IS NOT NULL");
            // What is older and of the same case goes first.
            e.HasIndex(m => new { m.WebhookId, m.CaseId, m.EventSeq }).HasFilter("next_at IS NOT NULL");
        });
        StoreConventions.SnakeCase(builder);
    }
}
