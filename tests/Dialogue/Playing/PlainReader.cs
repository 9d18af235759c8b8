using System.Text.RegularExpressions;
using IntakeBot.Dialogue.Understanding;

namespace IntakeBot.Dialogue.Tests.Playing;

public sealed class PlainReader : IMessageReader
{
    private static readonly (string P, Signal S)[] Sig =
    [
        ("^(对|是|好|嗯|可以|没错|yes|ok|right)[的啊。]?$", Signal.Affirm), ("^(不|不对|不是|no|wrong)[的啊。]?$", Signal.Deny), ("不对|错了|不是.*是|改成|应该是|wrong|no, it|actually", Signal.Correct), ("^算了|cancel|不说了", Signal.Cancel), ("重新来|start over", Signal.StartOver),
        ("转人工|跟人说|真人|a person|human", Signal.AskPerson), ("进度|处理得怎么样|怎么样了|any progress|how is it going", Signal.AskStatus), ("^补充|to add", Signal.Supplement), ("已经解决|solved", Signal.Resolved),
        ("不想留名|匿名|anonymous", Signal.Anonymous), ("不留电话|不想留电话", Signal.RefuseContact), ("不知道|不清楚|don't know|not sure", Signal.Unknown), ("都不是|none of", Signal.NoneOfThese),
        ("^你好|^hello|^hi\\b", Signal.Greeting), ("谢谢|thank", Signal.Thanks), ("吃饭了|天气", Signal.SmallTalk), ("傻|垃圾机器|stupid", Signal.Insult), ("不是这栋|not this building", Signal.Elsewhere), ("speak english|in english", Signal.SwitchToEnglish), ("说中文", Signal.SwitchToChinese), ("字.*大", Signal.LargeType), ("还有.*事", Signal.AnotherMatter), ("跳过|skip", Signal.Skip),
    ];
    private static readonly (string P, string L)[] Leaf =
    [
        ("押金|deposit", "rental.deposit"), ("工资|工钱|wages|salary", "labor.unpaid-wages"), ("工地|施工|construction", "noise.construction"), ("麻将|楼上.*吵|neighbou?r.*nois|loud music", "neighbour.living-noise"), ("漏水|leak", "neighbour.leak"), ("着火|煤气|gas", "safety.gas-electricity"), ("健身|gym", "consumer.prepaid-card"), ("垃圾没|rubbish|garbage", "environment.garbage"), ("居住证", "services.procedures"), ("建议", "other.suggestion"), ("停水", "services.outage"), ("法院", "rental.rent-contract"),
    ];
    private static readonly (string P, string K)[] Party = [("二房东", "landlord"), ("房东|landlord", "landlord"), ("中介|agent", "agent"), ("老板|boss", "employer"), ("包工头", "contractor"), ("物业", "property"), ("楼上|neighbou?r|邻居", "neighbour")];

    public Reading Read(string text, DateTimeOffset now)
    {
        var t = text.ToLowerInvariant();
        var money = new List<Money>();
        foreach (Match m in Regex.Matches(t, "(约|大概|差不多)?(\\d+|[一二三四五六七八九千百万]+)(多)?(块|元| ?yuan)"))
            money.Add(new(new(m.Index, m.Length), Num(m.Groups[2].Value), m.Groups[1].Length + m.Groups[3].Length > 0, false));
        if (money.Count == 0) foreach (Match m in Regex.Matches(t, "三千五|\\d{4}(?!\\d)|三千"))
            if (!Regex.IsMatch(t, "\\d{5}|gm-")) money.Add(new(new(m.Index, m.Length), Num(m.Value), false, false));
        var people = new List<PeopleCount>();
        foreach (Match m in Regex.Matches(t, "(\\d+|三百|二十)(多)?(号|个)?(人| ?people| ?workers)"))
            people.Add(new(new(m.Index, m.Length), (int)Num(m.Groups[1].Value), m.Groups[2].Length > 0, true));
        var times = new List<TimeMention>();
        foreach (Match m in Regex.Matches(t, "上周三|昨天|前天晚上|昨晚|每天半夜|半个月了|三个月|last wednesday|yesterday|every night|last night|since august"))
            times.Add(new(new(m.Index, m.Length), m.Value, "2026-11-18", m.Value[0] == (char)0x6bcf ? null : now.Date.AddDays(-5), null, m.Value is "每天半夜" or "every night", m.Value is "半个月了" or "三个月" or "since august", false));
        var phones = Regex.Matches(t, "1\\d{10}").Select(m => new Phone(new(m.Index, m.Length), "+86" + m.Value)).Concat(Regex.Matches(t, "尾号是?(\\d{4})").Select(m => new Phone(new(m.Index, m.Length), "", m.Groups[1].Value))).ToList();
        if (phones.Count > 0) money.Clear();
        var parties = new List<Understanding.Party>();
        foreach (var (p, k) in Party) foreach (Match m in Regex.Matches(t, p)) parties.Add(new(new(m.Index, m.Length), k, null));
        var places = new List<PlaceMention>();
        foreach (Match m in Regex.Matches(t, "对面工地|(?:公明|塘尾)[^，,。]{0,10}(?:号|村|栋)|3单元502|502|opposite site|the building site opposite"))
            places.Add(new(new(m.Index, m.Length), m.Value, m.Value.Contains("502") ? "room" : m.Value.Contains('对') || m.Value.Contains("opp") ? "landmark" : "address"));
        var ids = Regex.Matches(t, "\\d{17}[\\dx]").Select(m => new IdNumber(new(m.Index, m.Length), m.Value[..3] + "*************" + m.Value[^2..])).ToList();
        if (ids.Count > 0) { phones.Clear(); money.Clear(); }
        var leaves = Leaf.Where(l => Regex.IsMatch(t, l.P)).Select((l, i) => new RankedLeaf(l.L, 0.95 - i * 0.3)).ToList();
        var sig = Sig.Where(s => Regex.IsMatch(t, s.P)).Select(s => s.S).ToHashSet();
        var questions = ShippedContent.Catalog.Faq.Where(f => f.Patterns.Any(p => Regex.IsMatch(t, p))).Select(f => f.Name).ToList();
        var em = Regex.IsMatch(t, "着火|fire!|on fire") ? ("emergency", "fire", "119") : Regex.IsMatch(t, "不想活") ? ("emergency", "self-harm", "12356") : Regex.IsMatch(t, "正在打|拿刀") ? ("emergency", "violence", "110") : ("normal", "", null);
        return new()
        {
            Original = text, Text = t, Language = Regex.IsMatch(t, "[\\u3400-\\u9fff]") ? "zh-CN" : Regex.IsMatch(t, "[a-z]{2}") ? "en" : "zh-CN",
            Money = money, People = people, Times = times, Phones = phones, IdNumbers = ids, Parties = parties, Places = places,
            Names = Regex.Matches(text, "(?:我叫|叫)([\\u4e00-\\u9fa5]{2,3})").Select(m => new PersonName(new(m.Groups[1].Index, m.Groups[1].Length), m.Groups[1].Value)).ToList(),
            Category = leaves.Count > 0 ? new(leaves, false) : new([new("environment.garbage", 0.1), new("noise.construction", 0.09), new("rental.deposit", 0.08)], true),
            Urgency = new(em.Item1, em.Item2.Length == 0 ? [] : [em.Item2], em.Item3), Signals = sig, Questions = questions,
        };
    }

    private static decimal Num(string s) => s switch { "三千五" => 3500, "三千" => 3000, "三百" => 300, "二十" => 20, _ => decimal.TryParse(s, out var d) ? d : 1000 };
}
