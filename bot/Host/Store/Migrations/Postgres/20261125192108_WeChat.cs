using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WeChat : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "wechat_followers",
                columns: table => new
                {
                    conversation_id = table.Column<string>(type: "text", nullable: false),
                    follows = table.Column<bool>(type: "boolean", nullable: false),
                    heard_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    messages_left = table.Column<int>(type: "integer", nullable: false),
                    messages_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    events_left = table.Column<int>(type: "integer", nullable: false),
                    events_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    notices = table.Column<int>(type: "integer", nullable: false),
                    noticed_seq = table.Column<long>(type: "bigint", nullable: false),
                    begun_seq = table.Column<long>(type: "bigint", nullable: false),
                    begun_parts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wechat_followers", x => x.conversation_id);
                });

            migrationBuilder.CreateTable(
                name: "wechat_tokens",
                columns: table => new
                {
                    app_id = table.Column<string>(type: "text", nullable: false),
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wechat_tokens", x => x.app_id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "wechat_followers");

            migrationBuilder.DropTable(
                name: "wechat_tokens");
        }
    }
}
