using MudBlazor;

namespace IntakeBot.Host.Desk.Shell;

/// <summary>Calm colours with enough contrast for small type (WCAG AA on white); the system's own Chinese fonts.</summary>
internal static class DeskTheme
{
    private static readonly string[] s_fonts =
        ["-apple-system", "BlinkMacSystemFont", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Segoe UI", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b5c8a",
            Secondary = "#5b4a8a",
            Error = "#b3261e",
            Warning = "#8a5300",
            Success = "#1b6b3a",
            Background = "#f4f6f8",
            TextPrimary = "#1b2530",
            TextSecondary = "#4c5a68",
        },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = s_fonts, LetterSpacing = "normal" } },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };
}
