import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createSession } from '../../bot/Host/wwwroot/resident/session.js';
import { createStore } from '../../bot/Host/wwwroot/resident/store.js';
import { CallFailed } from '../../bot/Host/wwwroot/resident/directline.js';
import { serve, storage, soon } from './fakes.mjs';

const token = (conversationId, name, extra = {}) => ({ conversationId, token: name, expires_in: 1800, ...extra });
const building = { code: 'TW-000123', address: 'A' };
const make = (options = {}) => createSession({ code: 'TW-000123.sig', store: createStore(storage()), ...options });

test('a first visit gets a conversation at its building', async () => {
  const calls = serve([['POST', /resume$/, () => 404], ['POST', /token$/, () => token('c1', 't1', { building })]]);
  const session = make();
  assert.equal((await session.ready()).token, 't1');
  assert.deepEqual(calls.at(-1).body, { building: 'TW-000123.sig' });
  assert.equal(session.wrongCode, false);
});

test('a browser that was never here asks for no earlier conversation', async () => {
  const calls = serve([['POST', /token$/, () => token('c1', 't1', { building })]]);
  await make({ known: false }).ready();
  assert.equal(calls.length, 1);
});

test('a later visit takes up the conversation it had', async () => {
  const calls = serve([['POST', /resume$/, () => token('c1', 't2', { building })]]);
  assert.equal((await make().ready()).conversationId, 'c1');
  assert.equal(calls.length, 1);
});

test('a later visit with the same code that nobody knew takes it up as well', async () => {
  const calls = serve([['POST', /resume$/, () => token('c1', 't2')]]);
  const store = createStore(storage());
  store.set('conversation.TW-000123.sig', 'c1');
  await make({ store }).ready();
  assert.equal(calls.length, 1);
});

test('the code of another door begins a conversation of its own', async () => {
  serve([['POST', /resume$/, () => token('c1', 't1', { building: { code: 'TW-000999', address: 'B' } })], ['POST', /token$/, () => token('c2', 't2', { building })]]);
  assert.equal((await make().ready()).conversationId, 'c2');
});

test('without a code the last conversation is taken up, whatever its door', async () => {
  serve([['POST', /resume$/, () => token('c1', 't1', { building })]]);
  assert.equal((await make({ code: '' }).ready()).conversationId, 'c1');
});

test('a wrong code goes on without a building and says so', async () => {
  for (const refusal of [400, 404]) {
    serve([['POST', /resume$/, () => 404], ['POST', /token$/, ({ body }) => (body.building ? refusal : token('c1', 't1'))]]);
    const session = make();
    await session.ready();
    assert.equal(session.wrongCode, true);
  }
});

test('no network is no reason to begin a new conversation', async () => {
  const calls = serve([['POST', /resume$/, () => 'cut'], ['POST', /token$/, () => token('c2', 't2')]]);
  await assert.rejects(make().ready(), CallFailed);
  assert.equal(calls.length, 1);
});

test('everybody who asks at once waits for the same answer', async () => {
  const calls = serve([['POST', /resume$/, async () => { await soon(5); return token('c1', 't1', { building }); }]]);
  const session = make();
  await Promise.all([session.ready(), session.ready(), session.with(async () => {})]);
  assert.equal(calls.length, 1);
});

test('a token refused with 403 is replaced and the call made again', async () => {
  let n = 0;
  serve([['POST', /resume$/, () => token('c1', `t${++n}`, { building })]]);
  const session = make();
  const seen = [];
  await session.with(async ({ token: name }) => {
    seen.push(name);
    if (name === 't1') throw new CallFailed(403);
  });
  assert.deepEqual(seen, ['t1', 't2']);
});

test('a token is refreshed after half its life, and replaced after an hour of sleep', async () => {
  let now = 0;
  const calls = serve([['POST', /resume$/, () => token('c1', `t${calls.length}`, { building })], ['POST', /refresh$/, () => token('c1', 'refreshed')]]);
  const session = make({ now: () => now });
  await session.ready();
  now = 1000 * 1000;
  await session.with(async () => {});
  await soon();
  assert.equal(session.current.token, 'refreshed');
  now += 3600 * 1000;
  await session.with(async () => {});
  assert.equal(calls.filter(call => /resume/.test(call.path)).length, 2);
});

test('a conversation that is gone is followed by a new one, and the page is told', async () => {
  let told;
  serve([['POST', /resume$/, () => 404], ['POST', /token$/, () => token('c2', 't2')]]);
  const store = createStore(storage());
  store.set('conversation.TW-000123.sig', 'c1');
  await make({ store, onNew: lost => { told = lost; } }).ready();
  assert.equal(told, true);
  assert.equal(store.get('conversation.TW-000123.sig'), 'c2');
});
