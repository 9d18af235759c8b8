import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createTimeline, speakerOf } from '../../bot/Host/wwwroot/resident/timeline.js';

const at = second => new Date(Date.UTC(2026, 10, 23, 1, 0, second)).toISOString();
const said = (id, second, text, key) => ({
  type: 'message', id, timestamp: at(second), text, from: { role: key ? 'user' : 'bot', id: key ? 'u' : 'bot' }, channelData: key ? { clientActivityID: key } : {},
});

function make() {
  const shown = [];
  const arrived = [];
  const view = {
    insert(item, index) { const before = shown.indexOf(item); if (before >= 0) shown.splice(before, 1); shown.splice(index, 0, item); },
    update() {}, progress() {},
  };
  return { timeline: createTimeline({ view, onArrived: key => arrived.push(key) }), shown, arrived, texts: () => shown.map(item => item.activity.text) };
}

test('each message once, whichever way it comes', () => {
  const { timeline, texts } = make();
  timeline.receive([said('1', 1, 'hello')]);
  timeline.receive([said('1', 1, 'hello'), said('2', 2, 'there')]);
  assert.deepEqual(texts(), ['hello', 'there']);
});

test('what this page said is paired with its echo by the key, not shown twice', () => {
  const { timeline, shown, arrived } = make();
  timeline.own('k', { text: 'mine', channelData: { clientActivityID: 'k' } });
  assert.equal(shown[0].state, 'sending');
  timeline.receive([said('1', 1, 'mine', 'k')]);
  assert.equal(shown.length, 1);
  assert.equal(shown[0].state, 'sent');
  assert.deepEqual(arrived, ['k']);
});

test('messages that come late stand where they belong; what is not confirmed stays last', () => {
  const { timeline, texts } = make();
  timeline.own('k', { text: 'mine' });
  timeline.receive([said('3', 3, 'third')]);
  timeline.receive([said('1', 1, 'first')]);
  assert.deepEqual(texts(), ['first', 'third', 'mine']);
  timeline.receive([said('2', 2, 'mine', 'k')]);
  assert.deepEqual(texts(), ['first', 'mine', 'third']);
});

test('a late failure does not take back what the echo has confirmed', () => {
  const { timeline, shown } = make();
  timeline.own('k', { text: 'mine' });
  timeline.receive([said('1', 1, 'mine', 'k')]);
  timeline.state('k', 'waiting');
  assert.equal(shown[0].state, 'sent');
});

test('only messages are shown, and messages that are new are answered', () => {
  const { timeline } = make();
  const fresh = timeline.receive([{ type: 'typing', from: { role: 'bot' } }, said('1', 1, 'hello')]);
  assert.deepEqual(fresh.map(item => item.activity.id), ['1']);
});

test('resident, bot and staff are told apart', () => {
  assert.equal(speakerOf({ from: { role: 'user' } }), 'me');
  assert.equal(speakerOf({ from: { id: 'bot', role: 'bot' } }), 'bot');
  assert.equal(speakerOf({ from: { id: 'staff-7', role: 'bot', name: 'Li' } }), 'staff');
});
