using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace IntakeBot.Casework.Store.Migrations.Postgres
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
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "cases",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_desks",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    station_id = table.Column<string>(type: "text", nullable: false),
                    called_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    distance_m = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_desks", x => new { x.case_id, x.station_id });
                });

            migrationBuilder.CreateTable(
                name: "case_facts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    actor_name = table.Column<string>(type: "text", nullable: true),
                    field = table.Column<string>(type: "text", nullable: false),
                    before = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_facts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "duty_sessions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    staff_id = table.Column<string>(type: "text", nullable: false),
                    staff_name = table.Column<string>(type: "text", nullable: false),
                    station_id = table.Column<string>(type: "text", nullable: false),
                    on_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    off_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    off_by = table.Column<string>(type: "text", nullable: true)
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
