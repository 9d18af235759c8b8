using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Integrations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "sent_at",
                table: "webhooks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "used_at",
                table: "api_keys",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "api_answers",
                columns: table => new
                {
                    key_name = table.Column<string>(type: "text", nullable: false),
                    repeat_key = table.Column<string>(type: "text", nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true),
                    content_type = table.Column<string>(type: "text", nullable: true),
                    etag = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
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
