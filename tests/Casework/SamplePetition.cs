using IntakeBot.Casework.Petitions;

namespace IntakeBot.Casework.Tests;

internal static class SamplePetition
{
    public static readonly DateTimeOffset Evening = new(2026, 11, 23, 22, 14, 9, TimeSpan.FromHours(8));

    public static Petition Deposit() => new()
    {
        Id = Guid.Parse("01935c3e-7d1a-7c3e-9b7a-0d6f3a1f2b11"),
        Receipt = "GM-7K3F9-Q2M4T",
        SubmittedAt = Evening,
        Channel = "webchat",
        Language = "zh-CN",
        Kind = "complaint",
        Category = new("rental.deposit", 0.97, "resident", [new("rental.rent-contract", 0.02)]),
        Title = "房东不退押金 3000 元",
        Description = "房东不退我3000块押金,上周三退的房。\n他说墙脏了。",
        Wish = "退还押金",
        When = new("上周三", "2026-11-18", new DateTimeOffset(2026, 11, 18, 0, 0, 0, TimeSpan.FromHours(8))),
        Where = new("qr", "TW-000123", "凤凰街道塘尾社区", "3单元502", new(22.7401, 113.925), "塘尾"),
        Amount = new(3000),
        People = new(1, Representatives: ["张三 13800000001"]),
        Counterparty = new("landlord", "王强", "13800000000"),
        Reporter = new(false, "李四", "+8613812345678"),
        Urgency = new("normal", []),
        Attachments = [new("a1", "image/jpeg", 183220, new string('a', 64))],
        Supplements = [],
        Consent = new("privacy/3", Evening.AddMinutes(-4)),
        Conversation = new("c-1", "petition", 7),
    };
}
