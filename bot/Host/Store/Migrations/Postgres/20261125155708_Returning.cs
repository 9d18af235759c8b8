using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Returning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_devices",
                table: "devices");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "wake_at",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_devices",
                table: "devices",
                columns: new[] { "hash", "conversation_id" });

            migrationBuilder.CreateTable(
                name: "followers",
                columns: table => new
                {
                    petition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_followers", x => new { x.petition_id, x.conversation_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversations_wake_at",
                table: "conversations",
                column: "wake_at",
                filter: "wake_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "followers");

            migrationBuilder.DropPrimaryKey(
                name: "pk_devices",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "ix_conversations_wake_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "wake_at",
                table: "conversations");

            migrationBuilder.AddPrimaryKey(
                name: "pk_devices",
                table: "devices",
                column: "hash");
        }
    }
}
