using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Host.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Robots : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "poster_scenes",
                columns: table => new
                {
                    app_id = table.Column<string>(type: "TEXT", nullable: false),
                    scene = table.Column<string>(type: "TEXT", nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_poster_scenes", x => new { x.app_id, x.scene });
                });

            migrationBuilder.CreateTable(
                name: "robot_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    robot_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    event_seq = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    emergency = table.Column<bool>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    next_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_robot_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "robots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    station_id = table.Column<string>(type: "TEXT", nullable: false),
                    area = table.Column<bool>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    address = table.Column<byte[]>(type: "BLOB", nullable: false),
                    secret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    per_minute = table.Column<int>(type: "INTEGER", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    paced_until = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_until = table.Column<long>(type: "INTEGER", nullable: true),
                    lease = table.Column<string>(type: "TEXT", nullable: true),
                    tried_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_at = table.Column<long>(type: "INTEGER", nullable: true),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_robots", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_robot_messages_case_id",
                table: "robot_messages",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_robot_messages_robot_id_event_seq",
                table: "robot_messages",
                columns: new[] { "robot_id", "event_seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_robot_messages_state_robot_id",
                table: "robot_messages",
                columns: new[] { "state", "robot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_robots_name",
                table: "robots",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "poster_scenes");

            migrationBuilder.DropTable(
                name: "robot_messages");

            migrationBuilder.DropTable(
                name: "robots");
        }
    }
}
