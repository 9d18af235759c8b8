import { test } from 'node:test';
import assert from 'node:assert/strict';
import { isSendKey } from '../../bot/Host/wwwroot/resident/composer.js';
import { fit } from '../../bot/Host/wwwroot/resident/photos.js';
import { whereAmI, placeParts } from '../../bot/Host/wwwroot/resident/location.js';

const enter = (more = {}) => ({ key: 'Enter', shiftKey: false, isComposing: false, keyCode: 13, ...more });

test('Enter sends at a desk, and makes a new line with Shift and on a phone', () => {
  assert.equal(isSendKey(enter(), true), true);
  assert.equal(isSendKey(enter({ shiftKey: true }), true), false);
  assert.equal(isSendKey(enter(), false), false);
});

test('Enter that ends the composing of a Chinese word does not send', () => {
  assert.equal(isSendKey(enter({ isComposing: true }), true), false);
  // Safari says that the composing is over, but marks the key
  assert.equal(isSendKey(enter({ keyCode: 229 }), true), false);
});

test('a photo fits into 2000 pixels and is never enlarged', () => {
  assert.deepEqual(fit(4000, 3000), { width: 2000, height: 1500 });
  assert.deepEqual(fit(100, 8000), { width: 25, height: 2000 });
  assert.deepEqual(fit(640, 480), { width: 640, height: 480 });
});

test('a place is sent in WGS-84 with its accuracy', async () => {
  const geolocation = { getCurrentPosition: done => done({ coords: { latitude: 22.74, longitude: 113.92, accuracy: 12.4 } }) };
  const { entities, intake } = placeParts(await whereAmI(geolocation, true));
  assert.deepEqual(entities, [{ type: 'Place', geo: { type: 'GeoCoordinates', latitude: 22.74, longitude: 113.92 } }]);
  assert.deepEqual(intake, { datum: 'WGS84', accuracy: 12 });
});

test('no place is told apart: refused, missing, not found', async () => {
  const failing = code => ({ getCurrentPosition: (done, failed) => failed({ code }) });
  await assert.rejects(whereAmI(failing(1), true), /denied/);
  await assert.rejects(whereAmI(failing(2), true), /failed/);
  await assert.rejects(whereAmI(failing(2), false), /unavailable/);
});
