namespace IntakeBot.Dialogue.Understanding.Entities;

/// <summary>Numbers in characters, formal and spoken.</summary>
internal static class ChineseNumber
{
    // Longer is nonsense; bounds the work where a message is nothing but numerals.
    private const int Longest = 24;
    // 万万万万 counts nothing.
    private const decimal Greatest = 1_000_000_000_000m;

    public static NumberToken? Read(string text, int start)
    {
        if (text[start] is '俩' or '仨') return new(start, start + 1, text[start] == '俩' ? 2 : 3, null, false, false, false, 0);
        var run = start;
        while (run < text.Length && run - start < Longest && Numerals.Digit(text[run]) >= 0) run++;
        if (Fraction(text, start) is { } fraction) return fraction;
        // 二零二六, 三零二: digit by digit. Two digits may be a range (三五千, 两三个).
        if (run - start > 2 || (run - start == 2 && Numerals.Digit(text[start]) == 0)) return Digits(text, start, run);
        return new Reader(text, start).Read();
    }

    // 三分之一, 四分之三
    private static NumberToken? Fraction(string text, int start)
    {
        if (start + 4 > text.Length || string.CompareOrdinal(text, start + 1, "分之", 0, 2) != 0) return null;
        var (below, above) = (text[start] == '十' ? 10 : Numerals.Digit(text[start]), start + 3 < text.Length ? Numerals.Digit(text[start + 3]) : -1);
        return below > 1 && above > 0 && above < below ? new(start, start + 4, (decimal)above / below, null, false, false, false, 0) : null;
    }

    private static NumberToken? Digits(string text, int start, int end)
    {
        var value = 0m;
        for (var i = start; i < end; i++) value = value * 10 + Numerals.Digit(text[i]);
        return new(start, end, value, null, false, false, false, end - start);
    }

    private ref struct Reader
    {
        private readonly string _text;
        private readonly int _start;
        private int _i;
        private decimal _total;
        private decimal _section;
        private decimal? _upper;
        private bool _approximate;
        private bool _scaled;
        private bool _short;
        private int _lastUnit;
        private int _great;

        public Reader(string whole, int from) => (_text, _start, _i) = (whole, from, from);

        public NumberToken? Read()
        {
            if (Hundred() is { } idiom) return idiom;
            var bare = Numerals.Unit(_text[_start]) > 10 || _text[_start] == '数';
            while (_i < _text.Length && _i - _start < Longest && Part())
            {
            }
            More();
            if (_i == _start && _text[_start] == '零' && (Peek(1) is '\0' or '点' or '度' || Matching.Breaks.IsClause(Peek(1)))) _i++;
            Letter();
            var value = _total + _section;
            if (_i == _start || (bare && !Bare())) return null;
            // 几 alone, before a measure: at least two.
            return value == 0 && _text[_start] is not ('零' or '〇' or '○') ? null : new(_start, _i, value, _upper, _approximate, _scaled, _short, 0);
        }

        // 百八十块, 千八百, 百十来块: about a hundred, about a thousand.
        private readonly NumberToken? Hundred()
        {
            if (_text[_start] is not ('百' or '千') || _start > 0 && Numerals.Digit(_text[_start - 1]) >= 0) return null;
            var unit = Numerals.Unit(_text[_start]);
            if (Numerals.Digit(Peek(1)) is > 5 and var digit && Numerals.Unit(Peek(2)) * 10 == unit) return new(_start, _start + 3, digit * unit / 10, unit, true, true, false, 0);
            return Peek(1) == '十' && Peek(2) is '来' or '多' or '几' ? new(_start, _start + 3, unit, null, true, true, false, 0) : null;
        }

        // 五w, 三k
        private void Letter()
        {
            if (_i == _start || _scaled || _upper is not null || Peek(0) is not ('w' or 'k') || char.IsAsciiLetter(Peek(1))) return;
            (_section, _scaled) = (_section * (Peek(0) == 'w' ? 10_000 : 1000), true);
            _i++;
        }

        // 百来户, 上千人, 好几万: a unit alone is a number only so, or in Cantonese before money: 万二蚊.
        private readonly bool Bare() =>
            _text[_start] == '数' ? _scaled : _start > 0 && _text[_start - 1] is '上' or '近' or '成' or '约' or '过' or '快' || _approximate || _short && _i == _start + 2 && Peek(0) is '蚊' or '块' or '元' or '按' or '订' or '人' or '银';

        private bool Part()
        {
            var c = _text[_i];
            if (c is '廿' or '卅')
            {
                (_section, _lastUnit, _i) = (_section + (c == '廿' ? 20 : 30), 10, _i + 1);
                return true;
            }
            if (c == '零' || c == '〇')
            {
                if (_i == _start || _i + 1 >= _text.Length || Numerals.Digit(_text[_i + 1]) < 1) return false;
                _lastUnit = 0;
                _i++;
                return true;
            }
            if (Numerals.IsSome(c)) return Some();
            if (Unit(_i) is > 0 and var great) return UnitAlone(great);
            var digit = Numerals.Digit(c);
            return digit > 0 && Digit(digit);
        }

        // 几百, 十几, 几十万; alone it needs a measure behind it.
        private bool Some()
        {
            var next = Peek(1);
            if (Numerals.Unit(next) is > 0 and var unit && (_lastUnit == 0 || unit < _lastUnit || unit >= 10_000))
            {
                _i++;
                _approximate = true;
                if (unit >= 10_000 && _section > 0)
                {
                    return UnitAlone(unit);
                }
                return Close(2, 9, unit);
            }
            if (_lastUnit is 10 or 100 or 1000)
            {
                (_approximate, _upper, _lastUnit, _i) = (true, _total + _section + 9m * (_lastUnit / 10), 0, _i + 1);
                return true;
            }
            if (_i != _start || _text[_i] == '数' || next is not ('个' or '名' or '位' or '户' or '天' or '年' or '次' or '块' or '家' or '十' or '月' or '点' or '分' or '小' or '周' or '人' or '蚊' or '条' or '毛' or '晚')) return false;
            (_section, _upper, _approximate, _i) = (2, 9, true, _i + 1);
            return false;
        }

        private bool Digit(int digit)
        {
            var next = Peek(1);
            if (Numerals.Unit(next) == 0 && Unit(_i + 1) is > 0 and var slip && (_lastUnit == 0 || slip < _lastUnit))
            {
                _i++;
                return Close(digit, null, slip);
            }
            var second = Numerals.Digit(next);
            // 三五千, 四五十, 十七八个: neighbours are a range.
            if (second > digit && Numerals.Digit(Peek(2)) < 0)
            {
                if (Numerals.Unit(Peek(2)) is > 0 and var unit && (_lastUnit == 0 || unit < _lastUnit))
                {
                    _i += 2;
                    return Close(digit, second, unit);
                }
                var scale = _lastUnit > 10 ? _lastUnit / 10 : 1;
                if (_lastUnit is 10 or 0 || _lastUnit >= 100)
                {
                    (_upper, _section, _approximate, _i) = (_total + _section + second * scale, _section + digit * scale, true, _i + 2);
                    return false;
                }
            }
            if (Numerals.Unit(next) is > 0 and var one && (_lastUnit == 0 || one < _lastUnit || one >= 10_000 && _section + _total < one || one >= 10_000 && _total == 0))
            {
                _i++;
                return Close(digit, null, one);
            }
            if (Numerals.IsMore(next) && next != '把' && Numerals.Unit(Peek(2)) >= 10_000)
            {
                (_section, _approximate, _i) = (_section + digit, true, _i + 2);
                return UnitAlone(Numerals.Unit(_text[_i]));
            }
            if (_lastUnit >= 100)
            {
                // 三千五, but 八百一个月 is 800 and 一个月.
                if (Numerals.IsMeasure(next) && !(next == '万')) return false;
                (_section, _short, _i) = (_section + (decimal)digit * _lastUnit / 10, true, _i + 1);
                return false;
            }
            _section += digit;
            _i++;
            if (_lastUnit == 0 && next == '点' && Numerals.Digit(Peek(1)) >= 0) Decimal();
            _lastUnit = -1;
            return Numerals.Unit(Peek(0)) >= 10_000;
        }

        // 二点一万: decimals in characters only before a great unit or 块; otherwise 点 is the hour.
        private void Decimal()
        {
            var at = _i + 1;
            var (value, weight) = (0m, 0.1m);
            while (at < _text.Length && at - _i < 4 && Numerals.Digit(_text[at]) is >= 0 and var d)
            {
                value += d * weight;
                weight /= 10;
                at++;
            }
            if (at < _text.Length && (Numerals.Unit(_text[at]) >= 1000 || _text[at] is '块' or '元' or '倍')) (_section, _i) = (_section + value, at);
        }

        private bool Close(int digit, int? upper, int unit)
        {
            _i++;
            if (upper is { } u) (_upper, _approximate) = (_total + _section + (decimal)u * unit, true);
            if (unit >= 10_000)
            {
                _upper = upper is { } v ? _total + (_section + v) * unit : null;
                _total += (_section + digit) * unit;
                (_section, _great) = (0, unit);
            }
            else
            {
                _section += (decimal)digit * unit;
            }
            (_lastUnit, _scaled) = (unit, _scaled || unit >= 100);
            Inner();
            return true;
        }

        private bool UnitAlone(int unit)
        {
            if (_i == _start || (_section == 0 && _total == 0))
            {
                if (_i != _start) return false;
                return Close(1, null, unit);
            }
            if (unit < 10_000 || _total + _section > Greatest) return false;
            _i++;
            // 一亿两千万: the ten thousands count behind the hundred millions.
            var kept = unit < _great ? _total : 0;
            _upper = kept + (_upper - kept) * unit;
            (_total, _section) = (kept + (_total - kept + _section) * unit, 0);
            (_lastUnit, _great, _scaled) = (unit, unit, true);
            return true;
        }

        // 三百多万, 十几万: a great unit behind 多.
        private void Inner()
        {
            if (Numerals.IsMore(Peek(0)) && Numerals.Unit(Peek(1)) >= 10_000 && _lastUnit < 10_000)
            {
                _approximate = true;
                _i++;
            }
        }

        private void More()
        {
            // Cantonese 十零個, 百零人: some more than ten.
            if (Peek(0) == '零' && _lastUnit >= 10 && Peek(1) is '个' or '人' or '万' or '蚊' or '块' or '户' or '年' or '日')
            {
                (_approximate, _i) = (true, _i + 1);
                return;
            }
            if (_i >= _text.Length || !Numerals.IsMore(_text[_i]) || _short) return;
            // 来 and 把 after a round number only: 十来个, 百把块.
            if (_lastUnit is 0 or -1 && _text[_i] != '多') return;
            if (_text[_i] == '多' && Peek(1) is '少' or '次') return;
            if (_text[_i] == '把' && Peek(1) is not ('块' or '个' or '人' or '万')) return;
            (_approximate, _i) = (true, _i + 1);
        }

        // With what voice and fingers make of a unit between a digit and money: 三千五白块, 三干五.
        private readonly int Unit(int at)
        {
            if (at >= _text.Length) return 0;
            if (Numerals.Unit(_text[at]) is > 0 and var unit) return unit;
            if (_text[at] is not ('白' or '干') || at == _start) return 0;
            var next = at + 1 < _text.Length ? _text[at + 1] : '\0';
            var money = next is '块' or '快' or '元' or '园' or '多';
            if (_text[at] == '白') return money || _lastUnit == 1000 && (next == '\0' || Matching.Breaks.IsClause(next)) ? 100 : 0;
            return money || Numerals.Digit(next) > 0 && !(at + 2 < _text.Length && _text[at + 2] == '净') ? 1000 : 0;
        }

        private readonly char Peek(int ahead) => _i + ahead < _text.Length ? _text[_i + ahead] : '\0';
    }
}
