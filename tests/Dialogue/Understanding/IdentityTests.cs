using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Readers;

public sealed class IdentityTests
{
    [Theory]
    [InlineData("13812345678", "+8613812345678")]
    [InlineData("138 1234 5678", "+8613812345678")]
    [InlineData("138-1234-5678", "+8613812345678")]
    [InlineData("我电话是1 3 8 1 2 3 4 5 6 7 8", "+8613812345678")]
    [InlineData("+86 138 1234 5678", "+8613812345678")]
    [InlineData("8613812345678", "+8613812345678")]
    [InlineData("１３８１２３４５６７８", "+8613812345678")]
    [InlineData("电话幺三八一二三四五六七八", "+8613812345678")]
    [InlineData("0755-27112345", "+8675527112345")]
    [InlineData("座机27112345", "+8675527112345")]
    [InlineData("+852 5123 4567", "+85251234567")]
    [InlineData("打 13812345678 找我", "+8613812345678")]
    [InlineData("my number is 13812345678", "+8613812345678")]
    public void Phones_in_any_grouping(string text, string e164)
    {
        var phone = ShippedReader.Read(text).Phones.ShouldHaveSingleItem(text);
        phone.E164.ShouldBe(e164);
        phone.Tail.ShouldBeNull();
    }

    [Theory]
    [InlineData("尾号8899", "8899")]
    [InlineData("电话打错了,尾号是8899", "8899")]
    [InlineData("后四位是0123", "0123")]
    [InlineData("last four digits 4321", "4321")]
    public void The_tail_alone(string text, string tail)
    {
        var phone = ShippedReader.Read(text).Phones.ShouldHaveSingleItem(text);
        phone.Tail.ShouldBe(tail);
        phone.E164.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("订单号202611180001")]
    [InlineData("欠我3500000")]
    [InlineData("2026-11-18")]
    [InlineData("3栋1502")]
    [InlineData("12345")]
    public void No_phone_here(string text) => ShippedReader.Read(text).Phones.ShouldBeEmpty(text);

    [Theory]
    [InlineData("身份证11010519491231002X", "110*************2X")]
    [InlineData("34052419800101001X", "340*************1X")]
    [InlineData("1101 0519 4912 3100 2X", "110*************2X")]
    public void Identity_numbers_are_masked(string text, string masked)
    {
        var reading = ShippedReader.Read(text);
        reading.IdNumbers.ShouldHaveSingleItem(text).Masked.ShouldBe(masked);
        reading.Phones.ShouldBeEmpty();
        reading.Money.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("110105194912310021")]
    [InlineData("622202100000000000")]
    public void A_wrong_check_digit_is_no_identity_number(string text) => ShippedReader.Read(text).IdNumbers.ShouldBeEmpty();

    [Fact]
    public void Announced_it_is_masked_all_the_same() => ShippedReader.Read("身份证110105194912310021").IdNumbers.ShouldHaveSingleItem();
}
