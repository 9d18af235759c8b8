using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Channels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "push_at",
                table: "conversations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "push_seq",
                table: "conversations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "push_until",
                table: "conversations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "channel_addresses",
                columns: table => new
                {
                    conversation_id = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<byte[]>(type: "BLOB", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
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
