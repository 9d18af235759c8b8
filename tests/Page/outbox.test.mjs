import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createOutbox } from '../../bot/Host/wwwroot/resident/outbox.js';
import { createStore } from '../../bot/Host/wwwroot/resident/store.js';
import { CallFailed } from '../../bot/Host/wwwroot/resident/directline.js';
import { storage, soon, until } from './fakes.mjs';

function make(send, store = createStore(storage())) {
  const states = [];
  const outbox = createOutbox({ store, send, onState: (key, state) => states.push(`${key} ${state}`), wait: () => soon(5) });
  return { outbox, states, store };
}

test('sends in order, one at a time, and forgets what arrived', async () => {
  const sent = [];
  const { outbox, store } = make(async activity => { await soon(activity === 'a' ? 10 : 0); sent.push(activity); });
  outbox.add('1', 'a');
  outbox.add('2', 'b');
  await until(() => sent.length === 2);
  assert.deepEqual(sent, ['a', 'b']);
  await until(() => store.keys('unsent.').length === 0);
});

test('what cannot be sent waits, in order, and goes when it can', async () => {
  let down = 3;
  const sent = [];
  const { outbox, states } = make(async activity => { if (down-- > 0) throw new CallFailed(0); sent.push(activity); });
  outbox.add('1', 'a');
  outbox.add('2', 'b');
  await until(() => sent.length === 2);
  assert.deepEqual(sent, ['a', 'b']);
  assert.ok(states.includes('1 waiting'));
});

test('what the server refuses for good is shown as failed, kept, and does not hold up the rest', async () => {
  const sent = [];
  const { outbox, states, store } = make(async activity => { if (activity === 'bad' && sent.length < 2) throw new CallFailed(400); sent.push(activity); });
  outbox.add('1', 'bad');
  outbox.add('2', 'b');
  outbox.add('3', 'c');
  await until(() => sent.length === 2);
  assert.ok(states.includes('1 failed'));
  assert.deepEqual(store.keys('unsent.'), ['unsent.1']);
  outbox.retry('1');
  await until(() => sent.length === 3);
});

test('a reload sends what was left, with the same key and in the order it was written', async () => {
  const store = createStore(storage());
  const first = make(() => new Promise(() => {}), store);
  first.outbox.add('1', 'a');
  await soon(3);
  first.outbox.add('2', 'b');
  const sent = [];
  const second = make(async activity => { sent.push(activity); }, store);
  assert.deepEqual(second.outbox.adopt().map(entry => entry.key), ['1', '2']);
  await until(() => sent.length === 2);
  assert.deepEqual(sent, ['a', 'b']);
});

test('what the history shows is not sent again', async () => {
  const store = createStore(storage());
  const sent = [];
  let release;
  const { outbox } = make(activity => { sent.push(activity); return new Promise(resolve => { release = resolve; }); }, store);
  outbox.add('1', 'a');
  outbox.add('2', 'b');
  outbox.arrived('2');
  release();
  await until(() => store.keys('unsent.').length === 0);
  assert.deepEqual(sent, ['a']);
});

test('the pause the server asks for is kept', async () => {
  const pauses = [];
  let limited = true;
  const outbox = createOutbox({
    store: createStore(storage()), onState() {}, wait: ms => { pauses.push(ms); limited = false; return soon(); },
    send: async () => { if (limited) throw new CallFailed(429, 20000); },
  });
  outbox.add('1', 'a');
  await until(() => pauses.length === 1);
  assert.ok(pauses[0] >= 20000);
});
