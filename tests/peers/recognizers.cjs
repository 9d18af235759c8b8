// What Microsoft's recognizers read in Chinese expressions.
// usage: TZ=Asia/Shanghai node recognizers.cjs ISO_TIME < expressions.json
// Reads [{"kind":"number|money|time|phone","text":"..."}], prints one list of strings for each: values, or TIMEX for times.
const suite = require('@microsoft/recognizers-text-suite');

const culture = suite.Culture.Chinese;
const now = new Date(process.argv[2]);
const units = { Jiao: 0.1, '角': 0.1, '分': 0.01 };

// A TIMEX that leaves the year or the week open (XXXX-11-03), as of the last such day: residents tell what has been.
function resolved(values) {
  const { timex } = values[0];
  const days = values.map(v => v.value || v.start).filter(v => v && new Date(v.slice(0, 10)) <= now);
  const open = /^XXXX-(WXX-\d|\d\d-\d\d|\d\d|XX-\d\d)/.exec(timex);
  if (!open || !days.length) return timex;
  const day = days[days.length - 1];
  return day.slice(0, /^\d\d$/.test(open[1]) ? 7 : 10) + timex.slice(open[0].length);
}

const read = {
  number: text => suite.recognizeNumber(text, culture).map(r => r.resolution.value),
  money: text => suite.recognizeCurrency(text, culture).map(r => r.resolution)
    .map(r => r.unit in units ? r.value * units[r.unit] : r.value),
  time: text => suite.recognizeDateTime(text, culture, undefined, now)
    .flatMap(r => r.resolution ? [resolved(r.resolution.values)] : []),
  phone: text => suite.recognizePhoneNumber(text, culture).map(r => r.resolution.value),
};

let input = '';
process.stdin.on('data', piece => { input += piece; });
process.stdin.on('end', () => {
  console.log(JSON.stringify(JSON.parse(input).map(({ kind, text }) => {
    try {
      return read[kind](text).map(String);
    } catch (error) {
      return ['error: ' + error.message];
    }
  })));
});
