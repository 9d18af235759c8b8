using IntakeBot.Casework.Petitions;

namespace IntakeBot.Casework.Tests;

public class ReceiptTests
{
    [Theory]
    [InlineData("GM-7K3F9-Q2M4T")]
    [InlineData("gm-7k3f9-q2m4t")]
    [InlineData("gm 7k3f9 q2m4t")]
    [InlineData("7K3F9Q2M4T")]
    [InlineData("ＧＭ－７Ｋ３Ｆ９－Ｑ２Ｍ４Ｔ")]
    [InlineData("GM—7K3F9—02M4T")]
    [InlineData("GM-1K3F9-O2M4T")]
    [InlineData(" gm7k3f9\t-\nq2m4t ")]
    public void A_receipt_is_read_as_people_type_it(string typed)
    {
        Receipt.TryParse(typed, out var receipt).ShouldBeTrue();
        receipt.ShouldBe("GM-7K3F9-Q2M4T");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("GM-7K3F9")]
    [InlineData("GM-7K3F9-Q2M4TT")]
    [InlineData("押金七千块不退")]
    [InlineData("13812345678")]
    public void Anything_else_is_no_receipt(string? typed) => Receipt.TryParse(typed, out _).ShouldBeFalse();

    [Fact]
    public void New_receipts_are_well_formed_and_differ()
    {
        Receipt.Alphabet.Distinct().Count().ShouldBe(30);
        var made = Enumerable.Range(0, 1000).Select(_ => Receipt.New()).ToList();
        made.Distinct().Count().ShouldBe(1000);
        foreach (var receipt in made)
        {
            Receipt.TryParse(receipt, out var read).ShouldBeTrue();
            read.ShouldBe(receipt);
        }
    }
}
