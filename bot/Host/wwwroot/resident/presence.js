// Who answers now, and up to where each side has read. Of all this nothing is stored here.
import { t } from './texts.js';

const reportEvery = 1500;

/** The last own message that staff have seen and not answered yet; undefined: none. */
export function lastSeen(items, seenUpTo) {
  for (let index = items.length - 1; index >= 0; index--) {
    const { speaker, at } = items[index];
    if (speaker === 'staff') return undefined;
    if (speaker === 'me' && at <= seenUpTo) return items[index];
  }
  return undefined;
}

/**
 * @param box      where it says who has taken over
 * @param items    what was said, in order
 * @param onSeen   (item) => void; what is shown of it has changed
 * @param mark     () => the watermark up to which everything is shown
 * @param report   (mark) => Promise; tells the server
 */
export function createPresence({ box, items, onSeen, mark, report, hidden = () => document.hidden, later = setTimeout }) {
  let known = '', owner, seenUpTo = 0, marked, reported = 0, waiting = false;

  function show() {
    const text = owner ? t('takenOver', { name: owner }) : '';
    if (box.textContent !== text) box.textContent = text;
    box.hidden = !text;
    const next = owner ? lastSeen(items, seenUpTo) : undefined;
    if (next === marked) return;
    const before = marked;
    marked = next;
    for (const item of [before, next]) {
      if (!item) continue;
      item.seen = item === next;
      onSeen(item);
    }
  }

  /** Only to staff it matters what was read, and only what was on a page that is looked at. */
  function tell() {
    const now = Number(mark()) || 0;
    if (waiting || hidden() || now <= reported || !items.some(item => item.speaker === 'staff')) return;
    waiting = true;
    later(() => {
      waiting = false;
      const upTo = Number(mark()) || 0;
      if (hidden() || upTo <= reported) return;
      reported = upTo;
      report(String(upTo)).catch(() => { reported = 0; });
    }, reportEvery);
  }

  return {
    /** What the server need not tell again. */
    get known() { return known; },
    receive(activities) {
      for (const { type, name, id, value } of activities) {
        if (type !== 'event' || name !== 'intake/presence') continue;
        known = id;
        owner = value?.owner;
        seenUpTo = Date.parse(value?.seenUpTo) || 0;
      }
      show();
      tell();
    },
    /** In another language. */
    rewrite: show,
    /** The page is looked at again. */
    tell,
    clear() {
      known = '';
      owner = marked = undefined;
      seenUpTo = reported = 0;
      show();
    },
  };
}
