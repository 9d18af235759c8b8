import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createConnection, backOff } from '../../bot/Host/wwwroot/resident/connection.js';
import { CallFailed } from '../../bot/Host/wwwroot/resident/directline.js';
import { until } from './fakes.mjs';

/** A server with a list of activities; sockets that it can cut. */
function make({ sockets = true, activities = [] } = {}) {
  const world = { activities, down: 0, opened: [], starts: 0, looks: [], received: [], states: [], session: { current: { conversationId: 'c1' }, ready: async () => {} } };
  const guard = () => { if (world.down) throw new CallFailed(world.down === true ? 0 : world.down); };
  const line = {
    start: async () => { guard(); world.starts++; return { streamUrl: sockets ? 'http://x/stream' : undefined }; },
    reconnect: async () => { guard(); return { streamUrl: sockets ? 'http://x/stream' : undefined }; },
    since: async mark => {
      guard();
      world.looks.push(mark);
      return { activities: world.activities.slice(Number(mark)), watermark: String(world.activities.length) };
    },
  };
  class Socket {
    constructor(url) {
      this.url = url;
      world.opened.push(this);
      setTimeout(() => { if (world.down) this.onclose({}); else this.onopen(); }, 1);
    }
    send() {}
    close() { this.onclose({ reason: '' }); }
  }
  const connection = createConnection({
    line, session: world.session, locale: () => 'zh-CN', Socket, hidden: () => false,
    onReceived: (list, first) => { world.received.push(...list); if (first) world.firsts = (world.firsts ?? 0) + 1; }, onState: state => world.states.push(state),
  });
  connection.run();
  return { world, connection };
}
const online = world => until(() => world.states.at(-1) === 'online');

test('history first, then the stream', async () => {
  const { world, connection } = make({ activities: ['a', 'b'] });
  await online(world);
  assert.deepEqual(world.received, ['a', 'b']);
  assert.equal(world.looks[0], '');
  assert.match(world.opened[0].url, /^ws:/);
  world.opened[0].onmessage({ data: '' });
  world.opened[0].onmessage({ data: '{"activities":["c"],"watermark":"3"}' });
  assert.equal(world.received.at(-1), 'c');
  assert.equal(connection.mark, '3');
  connection.stop();
});

test('a stream that breaks is healed, with what was said meanwhile', async () => {
  const { world, connection } = make();
  await online(world);
  world.activities.push('missed');
  world.opened[0].onclose({ reason: '' });
  await until(() => world.opened.length === 2 && world.received.includes('missed'));
  assert.equal(world.starts, 1);
  connection.stop();
});

test('a loss is shown, and so is its end', async () => {
  const { world, connection } = make();
  await online(world);
  world.down = true;
  world.opened[0].onclose({ reason: '' });
  await until(() => world.states.at(-1) === 'lost');
  world.down = false;
  connection.nudge();
  await online(world);
  connection.stop();
});

test('without sockets it asks in intervals', async () => {
  const { world, connection } = make({ sockets: false });
  await online(world);
  world.activities.push('later');
  connection.expect();
  await until(() => world.received.includes('later'));
  connection.stop();
});

test('the tab whose stream was taken by another leaves it alone', async () => {
  const { world, connection } = make();
  await online(world);
  world.opened[0].onclose({ reason: 'collision' });
  world.activities.push('still heard');
  await until(() => { connection.expect(); return world.received.includes('still heard'); });
  assert.equal(world.opened.length, 1);
  connection.stop();
});

test('a poll answered late does not set the mark back', async () => {
  const { world, connection } = make({ activities: ['a'] });
  await online(world);
  world.opened[0].onmessage({ data: '{"activities":["b"],"watermark":"7"}' });
  world.opened[0].onmessage({ data: '{"activities":[],"watermark":"2"}' });
  assert.equal(connection.mark, '7');
  connection.stop();
});

test('a new conversation is read from its beginning', async () => {
  const { world, connection } = make({ activities: ['a'] });
  await online(world);
  world.session.current = { conversationId: 'c2' };
  world.opened[0].onclose({ reason: '' });
  await until(() => world.starts === 2);
  await until(() => world.firsts === 2);
  connection.stop();
});

test('the pauses grow, and end at half a minute', () => {
  assert.deepEqual([0, 1, 2, 9].map(attempt => backOff(attempt, () => 0.5)), [1000, 2000, 4000, 30000]);
});
