using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Channels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "push_at",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "push_seq",
                table: "conversations",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "push_until",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "channel_addresses",
                columns: table => new
                {
                    conversation_id = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<byte[]>(type: "bytea", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_addresses", x => x.conversation_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_push_at",
                table: "conversations",
                column: "push_at",
                filter: "push_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "channel_addresses");

            migrationBuilder.DropIndex(
                name: "ix_conversations_push_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "push_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "push_seq",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "push_until",
                table: "conversations");
        }
    }
}
