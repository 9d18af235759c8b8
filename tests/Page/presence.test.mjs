import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createPresence, lastSeen } from '../../bot/Host/wwwroot/resident/presence.js';
import { useTexts } from '../../bot/Host/wwwroot/resident/texts.js';

useTexts({ takenOver: '{name} 已接手' });
const hint = (id, owner, seenUpTo) => ({ type: 'event', name: 'intake/presence', id, value: { owner, seenUpTo } });
const when = second => new Date(Date.UTC(2026, 10, 23, 1, 0, second)).toISOString();

function make(items) {
  const page = { mark: '0', hidden: false, reported: [], changed: [], timers: [] };
  page.box = { textContent: '', hidden: true };
  page.presence = createPresence({
    box: page.box, items, onSeen: item => page.changed.push(item), mark: () => page.mark, hidden: () => page.hidden,
    report: async seen => { page.reported.push(seen); }, later: run => page.timers.push(run),
  });
  page.tick = () => page.timers.splice(0).forEach(run => run());
  return page;
}

test('who has taken over stands there until nobody has', () => {
  const page = make([]);
  page.presence.receive([hint('0-ab', '塘尾站 李工')]);
  assert.equal(page.box.textContent, '塘尾站 李工 已接手');
  assert.equal(page.box.hidden, false);
  assert.equal(page.presence.known, '0-ab');
  page.presence.receive([hint('3-', undefined, when(3))]);
  assert.equal(page.box.hidden, true);
});

test('the last own message that was seen says so, until it is answered', () => {
  const items = [{ speaker: 'staff', at: Date.parse(when(1)) }, { speaker: 'me', at: Date.parse(when(2)) }, { speaker: 'me', at: Date.parse(when(4)) }];
  const page = make(items);
  page.presence.receive([hint('2-ab', 'Li', when(2))]);
  assert.deepEqual(items.map(item => item.seen), [undefined, true, undefined]);
  page.presence.receive([hint('3-ab', 'Li', when(4))]);
  assert.deepEqual(items.map(item => item.seen), [undefined, false, true]);
  items.push({ speaker: 'staff', at: Date.parse(when(5)) });
  page.presence.receive([]);
  assert.deepEqual(items.map(item => item.seen), [undefined, false, false, undefined]);
});

test('what is not confirmed yet was seen by nobody', () => {
  assert.equal(lastSeen([{ speaker: 'me', at: Infinity }], Date.parse(when(9))), undefined);
});

test('what was shown is told once, to staff only, and not from a page that nobody looks at', () => {
  const items = [{ speaker: 'bot', at: 1 }];
  const page = make(items);
  page.mark = '5';
  page.presence.receive([]);
  page.tick();
  assert.deepEqual(page.reported, []);
  items.push({ speaker: 'staff', at: 2 });
  page.hidden = true;
  page.presence.receive([]);
  page.tick();
  assert.deepEqual(page.reported, []);
  page.hidden = false;
  page.presence.tell();
  page.presence.tell();
  page.mark = '7';
  page.tick();
  page.presence.tell();
  page.tick();
  assert.deepEqual(page.reported, ['7']);
});
