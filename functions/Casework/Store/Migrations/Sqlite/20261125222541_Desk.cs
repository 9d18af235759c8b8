using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Casework.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Desk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "escalation_step",
                table: "cases",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "cases",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_desks",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    station_id = table.Column<string>(type: "TEXT", nullable: false),
                    called_at = table.Column<long>(type: "INTEGER", nullable: false),
                    distance_m = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_desks", x => new { x.case_id, x.station_id });
                });

            migrationBuilder.CreateTable(
                name: "case_facts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<string>(type: "TEXT", nullable: false),
                    actor_name = table.Column<string>(type: "TEXT", nullable: true),
                    field = table.Column<string>(type: "TEXT", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_facts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "duty_sessions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    staff_id = table.Column<string>(type: "TEXT", nullable: false),
                    staff_name = table.Column<string>(type: "TEXT", nullable: false),
                    station_id = table.Column<string>(type: "TEXT", nullable: false),
                    on_at = table.Column<long>(type: "INTEGER", nullable: false),
                    seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    off_at = table.Column<long>(type: "INTEGER", nullable: true),
                    off_by = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_duty_sessions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_case_events_kind_at",
                table: "case_events",
                columns: new[] { "kind", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_desks_station_id",
                table: "case_desks",
                column: "station_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_facts_case_id",
                table: "case_facts",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_duty_sessions_staff_id",
                table: "duty_sessions",
                column: "staff_id",
                unique: true,
                filter: "off_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_duty_sessions_station_id_off_at",
                table: "duty_sessions",
                columns: new[] { "station_id", "off_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_desks");

            migrationBuilder.DropTable(
                name: "case_facts");

            migrationBuilder.DropTable(
                name: "duty_sessions");

            migrationBuilder.DropIndex(
                name: "ix_case_events_kind_at",
                table: "case_events");

            migrationBuilder.DropColumn(
                name: "escalation_step",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "cases");
        }
    }
}
