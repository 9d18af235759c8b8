import { test } from 'node:test';
import assert from 'node:assert/strict';
import { actionsOf, editOf } from '../../bot/Host/wwwroot/resident/replies.js';

const options = [{ value: 'send', title: '发送' }, { value: 'edit:when', title: '改时间' }, { value: 'edit:where', title: '改地点' }];
const item = (text, speaker = 'bot') => ({ speaker, activity: {
  text, channelData: { intake: { options } }, suggestedActions: { actions: options.map(({ title }) => ({ type: 'imBack', title, value: title })) },
} });
const titles = what => actionsOf(what).map(action => action.title);

test('a summary with lines to tap needs no button for each of them', () => {
  assert.deepEqual(titles(item('是这样吗：\n1. 时间：昨天\n2. 地点：3栋')), ['发送']);
  assert.equal(editOf(item('').activity, '地点'), '改地点');
  assert.equal(editOf(item('').activity, '金额'), undefined);
});

test('without lines every answer has its button', () => {
  assert.deepEqual(titles(item('要改哪一项？')), ['发送', '改时间', '改地点']);
});

test('nothing is offered after the resident has spoken', () => {
  assert.deepEqual(titles(item('好', 'me')), []);
  assert.deepEqual(titles(undefined), []);
});
