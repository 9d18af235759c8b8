using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Integrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "sent_at",
                table: "webhooks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "used_at",
                table: "api_keys",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "api_answers",
                columns: table => new
                {
                    key_name = table.Column<string>(type: "TEXT", nullable: false),
                    repeat_key = table.Column<string>(type: "TEXT", nullable: false),
                    request_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: true),
                    content_type = table.Column<string>(type: "TEXT", nullable: true),
                    etag = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_answers", x => new { x.key_name, x.repeat_key });
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_messages_webhook_id_case_id_event_seq",
                table: "webhook_messages",
                columns: new[] { "webhook_id", "case_id", "event_seq" },
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_api_answers_started_at",
                table: "api_answers",
                column: "started_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_answers");

            migrationBuilder.DropIndex(
                name: "ix_webhook_messages_webhook_id_case_id_event_seq",
                table: "webhook_messages");

            migrationBuilder.DropColumn(
                name: "sent_at",
                table: "webhooks");

            migrationBuilder.DropColumn(
                name: "used_at",
                table: "api_keys");
        }
    }
}
