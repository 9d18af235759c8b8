// What the resident has sent and the server has not yet confirmed. Kept across reloads; sent in order, with the same key every time, so that
// the server takes it once however often it comes.
import { backOff } from './connection.js';

/**
 * @param send    activity => promise; rejects with CallFailed
 * @param onState (key, 'sending' | 'sent' | 'waiting' | 'failed', answer) => void
 */
export function createOutbox({ store, send, onState, wait = ms => new Promise(resolve => setTimeout(resolve, ms)) }) {
  const waiting = [];
  let busy = false, wake;

  const sleep = ms => Promise.race([wait(ms), new Promise(resolve => { wake = resolve; })]);
  const drop = entry => {
    const at = waiting.indexOf(entry);
    if (at >= 0) waiting.splice(at, 1);
  };

  async function pump() {
    if (busy) return;
    busy = true;
    let attempt = 0;
    while (waiting.length > 0) {
      const entry = waiting[0];
      onState(entry.key, attempt > 0 ? 'waiting' : 'sending');
      try {
        const answer = await send(entry.activity);
        drop(entry);
        store.remove(`unsent.${entry.key}`);
        onState(entry.key, 'sent', answer);
        attempt = 0;
      } catch (failure) {
        if (failure.passing ?? true) {
          onState(entry.key, 'waiting', failure);
          await sleep(Math.max(failure.retryAfter ?? 0, backOff(attempt++)));
        } else {
          // Refused for good: the resident decides; the others go on.
          drop(entry);
          onState(entry.key, 'failed', failure);
        }
      }
    }
    busy = false;
  }

  return {
    add(key, activity) {
      const entry = { key, activity, at: Date.now() };
      store.set(`unsent.${key}`, entry);
      waiting.push(entry);
      pump();
    },
    /** Tapped: at once. */
    retry(key) {
      const entry = store.get(`unsent.${key}`);
      if (entry && !waiting.some(other => other.key === key)) waiting.push(entry);
      this.hurry();
      pump();
    },
    /** The connection is back: do not sit out the pause. */
    hurry() { wake?.(); },
    /** What an earlier visit left unsent, oldest first; they are sent now. */
    adopt() {
      const left = store.keys('unsent.').map(key => store.get(key)).filter(entry => entry?.activity).sort((a, b) => a.at - b.at);
      const known = new Set(waiting.map(entry => entry.key));
      waiting.push(...left.filter(entry => !known.has(entry.key)));
      pump();
      return left;
    },
    /** The history shows that it arrived. */
    arrived(key) {
      if (store.get(`unsent.${key}`) === undefined) return;
      store.remove(`unsent.${key}`);
      const entry = waiting.find(other => other.key === key);
      // The first is under way and ends by itself.
      if (entry && entry !== waiting[0]) drop(entry);
    },
  };
}
