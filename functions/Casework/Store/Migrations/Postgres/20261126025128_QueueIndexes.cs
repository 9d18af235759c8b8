using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Casework.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class QueueIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_cases_closed_at_claimed_at_due_at",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_station_id_closed_at_claimed_at_due_at",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "ix_cases_in_hand",
                table: "cases",
                columns: new[] { "claimed_at", "id", "station_id" },
                filter: "closed_at IS NULL AND claimed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_open_by_station",
                table: "cases",
                columns: new[] { "station_id", "claimed_at", "due_at", "excluded_stations" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_over",
                table: "cases",
                columns: new[] { "closed_at", "id", "station_id" },
                descending: new[] { true, false, false },
                filter: "closed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_over_by_station",
                table: "cases",
                columns: new[] { "station_id", "closed_at", "id" },
                descending: new[] { false, true, false },
                filter: "closed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_waiting",
                table: "cases",
                columns: new[] { "due_at", "id", "station_id", "state", "urgency" },
                filter: "closed_at IS NULL AND claimed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_cases_in_hand",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_open_by_station",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_over",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_over_by_station",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_waiting",
                table: "cases");

            migrationBuilder.CreateIndex(
                name: "ix_cases_closed_at_claimed_at_due_at",
                table: "cases",
                columns: new[] { "closed_at", "claimed_at", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_station_id_closed_at_claimed_at_due_at",
                table: "cases",
                columns: new[] { "station_id", "closed_at", "claimed_at", "due_at" });
        }
    }
}
