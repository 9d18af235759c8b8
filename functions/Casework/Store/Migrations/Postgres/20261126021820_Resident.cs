using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IntakeBot.Casework.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Resident : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "origin_id",
                table: "supplements",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "contact_mark",
                table: "petitions",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_supplements_origin_id",
                table: "supplements",
                column: "origin_id");

            migrationBuilder.CreateIndex(
                name: "ix_petitions_contact_mark",
                table: "petitions",
                column: "contact_mark");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_supplements_origin_id",
                table: "supplements");

            migrationBuilder.DropIndex(
                name: "ix_petitions_contact_mark",
                table: "petitions");

            migrationBuilder.DropColumn(
                name: "origin_id",
                table: "supplements");

            migrationBuilder.DropColumn(
                name: "contact_mark",
                table: "petitions");
        }
    }
}
