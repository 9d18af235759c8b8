// What can be seen in a text: numbers to call, lines of a summary, the time between two messages.

// Without look-behind, which older phones cannot read: the character before is matched too and cut off.
const emergency = /(^|[^\d.,:-])(110|119|120|122|12356)(?!\d|[.,:-]\d|\s*(?:元|块|号|栋|楼|人))/g;
const hotline = /(^|[^\d.,:-])(12[13]\d{2}|0755-\d{8})(?!\d|[.,:-]\d)/g;

const find = (pattern, text) => [...text.matchAll(pattern)].map(match => ({ number: match[2], at: match.index + match[1].length }));

/** [{ text, call? }]: the text in pieces, those that are numbers to call marked. 120 is one only where help is named. */
export function withCalls(text, urgent) {
  const found = [...find(hotline, text), ...(urgent ? find(emergency, text) : [])].sort((a, b) => a.at - b.at);
  const pieces = [];
  let end = 0;
  for (const { number, at } of found) {
    if (at < end) continue;
    if (at > end) pieces.push({ text: text.slice(end, at) });
    pieces.push({ text: number, call: number.replace(/-/g, '') });
    end = at + number.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** Numbers of emergency services named in a text, each once, in order. */
export const emergencyNumbers = text => [...new Set(find(emergency, text).map(match => match.number))];

const row = /^\s*(\d{1,2})([.、．]\s*)([^:：]{1,24})([:：]\s*)(.+)$/;

/** [{ text } | { rows: [{ number, head, label, colon, value, line }] }]: runs of at least two numbered "label: value" lines become rows. */
export function withRows(text) {
  const blocks = [];
  for (const line of text.split('\n')) {
    const match = row.exec(line);
    const last = blocks[blocks.length - 1];
    if (match) {
      const found = { number: match[1], head: match[1] + match[2], label: match[3], colon: match[4], value: match[5], line };
      if (last?.rows) last.rows.push(found); else blocks.push({ rows: [found] });
    } else if (last && 'text' in last) last.text += `\n${line}`;
    else blocks.push({ text: line });
  }
  return blocks.flatMap(block => (block.rows?.length === 1 ? [{ text: block.rows[0].line }] : [block]));
}

const dayOf = time => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(time);

/** 'today', 'yesterday' or 'other', with the clock time and the date as the language writes them. */
export function moment(time, now, language) {
  const day = dayOf(time);
  const which = day === dayOf(now) ? 'today' : day === dayOf(now - 86400000) ? 'yesterday' : 'other';
  const write = options => new Intl.DateTimeFormat(language, { timeZone: 'Asia/Shanghai', ...options }).format(time);
  return { which, clock: write({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }), date: write({ month: 'long', day: 'numeric' }) };
}

/** A pause long enough to say what time it was. */
export const isPause = (before, after) => before === undefined || after - before > 5 * 60000;
