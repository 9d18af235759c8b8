import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createStore } from '../../bot/Host/wwwroot/resident/store.js';
import { storage } from './fakes.mjs';

test('keeps values across visits', () => {
  const kept = storage();
  createStore(kept).set('a', { b: 1 });
  assert.deepEqual(createStore(kept).get('a'), { b: 1 });
});

test('clears its own keys and no others', () => {
  const kept = storage({ foreign: 'stays' });
  const store = createStore(kept);
  store.set('a', 1);
  store.set('unsent.1', 2);
  assert.deepEqual(store.keys('unsent.'), ['unsent.1']);
  store.clear();
  assert.deepEqual(Object.keys(kept), ['foreign']);
});

test('works without storage, and with one that is full or forbidden', () => {
  const refusing = { getItem() { throw new Error(); }, setItem() { throw new Error(); }, removeItem() { throw new Error(); } };
  for (const broken of [undefined, refusing]) {
    const store = createStore(broken);
    store.set('a', 1);
    assert.equal(store.get('a'), 1);
    assert.deepEqual(store.keys(), ['a']);
    store.remove('a');
    assert.equal(store.get('a'), undefined);
  }
});

test('what somebody else wrote under a key of ours is no reason to fail', () => {
  assert.equal(createStore(storage({ 'intake.a': '{broken' })).get('a'), undefined);
});
