using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Sqlite
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
                    conversation_id = table.Column<string>(type: "TEXT", nullable: false),
                    follows = table.Column<bool>(type: "INTEGER", nullable: false),
                    heard_at = table.Column<long>(type: "INTEGER", nullable: false),
                    messages_left = table.Column<int>(type: "INTEGER", nullable: false),
                    messages_until = table.Column<long>(type: "INTEGER", nullable: false),
                    events_left = table.Column<int>(type: "INTEGER", nullable: false),
                    events_until = table.Column<long>(type: "INTEGER", nullable: false),
                    notices = table.Column<int>(type: "INTEGER", nullable: false),
                    noticed_seq = table.Column<long>(type: "INTEGER", nullable: false),
                    begun_seq = table.Column<long>(type: "INTEGER", nullable: false),
                    begun_parts = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wechat_followers", x => x.conversation_id);
                });

            migrationBuilder.CreateTable(
                name: "wechat_tokens",
                columns: table => new
                {
                    app_id = table.Column<string>(type: "TEXT", nullable: false),
                    token = table.Column<byte[]>(type: "BLOB", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false)
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
