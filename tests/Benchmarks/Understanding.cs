using BenchmarkDotNet.Attributes;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Benchmarks;

/// <summary>Commands, entities, category and urgency of one message.</summary>
public class Understanding
{
    private const string Story = "我在公明租房子，房东上周三说好退三千五押金，到现在半个月了还没退，打电话13812345678不接，楼上每天半夜两三点打麻将，我们这层六户人都睡不着。";
    private MessageReader _reader = null!;
    private string _twoHundred = "";
    private string _tenThousand = "";

    [GlobalSetup]
    public void Prepare()
    {
        _reader = MessageReader.Create(Shipped.Files());
        _twoHundred = Long(200);
        _tenThousand = Long(MessageReader.MaxLength);
    }

    private static string Long(int length) => string.Concat(Enumerable.Repeat(Story, length / Story.Length + 1))[..length];

    [Benchmark(Baseline = true)]
    public Reading Typical() => _reader.Read("楼上每天半夜两三点打麻将，吵得老人睡不着", Shipped.Now);

    [Benchmark]
    public Reading Short() => _reader.Read("不退押金", Shipped.Now);

    [Benchmark]
    public Reading English() => _reader.Read("The landlord has kept my deposit of 3500 yuan since last week", Shipped.Now);

    [Benchmark]
    public Reading Pinyin() => _reader.Read("fangdong bu tui wo yajin san qian wu", Shipped.Now);

    [Benchmark]
    public Reading TwoHundredCharacters() => _reader.Read(_twoHundred, Shipped.Now);

    [Benchmark]
    public Reading TenThousandCharacters() => _reader.Read(_tenThousand, Shipped.Now);
}
