import { test } from 'node:test';
import assert from 'node:assert/strict';
import { withCalls, emergencyNumbers, withRows, moment, isPause } from '../../bot/Host/wwwroot/resident/words.js';

const calls = (text, urgent) => withCalls(text, urgent).filter(piece => piece.call).map(piece => piece.call);

test('the pieces together are the text', () => {
  for (const text of ['打 119。有人受伤打 120', '12345', '', '没有号码', '0755-12345678或12333转1'])
    assert.equal(withCalls(text, true).map(piece => piece.text).join(''), text);
});

test('emergency numbers can be called where help is named', () => {
  assert.deepEqual(calls('打 119。有人受伤打120,或者110', true), ['119', '120', '110']);
  assert.deepEqual(emergencyNumbers('119 119 120'), ['119', '120']);
});

test('amounts, houses, receipts and phones are no emergency numbers', () => {
  assert.deepEqual(calls('房租120元,110号楼,119.5,1,200,13811012000,GM-119', true), []);
  assert.deepEqual(calls('打 119', false), []);
});

test('hotlines can always be called', () => {
  assert.deepEqual(calls('可以打12345或 12348,站里 0755-12345678', false), ['12345', '12348', '075512345678']);
});

test('numbered lines with labels are rows, and nothing of the text is lost', () => {
  const text = '您看对不对:\n1. 什么事：押金\n2. 在哪儿: 3栋 502\n没问题就提交';
  const blocks = withRows(text);
  assert.equal(blocks.length, 3);
  assert.deepEqual(blocks[1].rows.map(row => [row.number, row.label, row.value]), [['1', '什么事', '押金'], ['2', '在哪儿', '3栋 502']]);
  assert.equal(blocks.map(block => block.text ?? block.rows.map(row => row.head + row.label + row.colon + row.value).join('\n')).join('\n'), text);
});

test('one numbered line alone is text', () => {
  assert.deepEqual(withRows('a\n1. b：c').map(block => Object.keys(block)[0]), ['text', 'text']);
});

test('today and yesterday are those of Shenzhen', () => {
  const now = Date.parse('2026-11-23T00:30:00+08:00');
  assert.equal(moment(now, now, 'zh-CN').which, 'today');
  assert.equal(moment(Date.parse('2026-11-22T23:50:00+08:00'), now, 'zh-CN').which, 'yesterday');
  assert.deepEqual(moment(Date.parse('2026-11-20T09:05:00+08:00'), now, 'zh-CN'), { which: 'other', clock: '09:05', date: '11月20日' });
});

test('the time stands after a pause', () => {
  assert.equal(isPause(undefined, 1), true);
  assert.equal(isPause(0, 60000), false);
  assert.equal(isPause(0, 6 * 60000), true);
});
