// Photos and recordings on their way: each choice is one message; several may be under way beside the words.
import { prepare, most, largest } from './photos.js';
import { backOff } from './connection.js';

export function createUploads({ line, onState, onProgress }) {
  const open = new Map();
  let wake = [];
  // Half sent is sorely lost: ask before the page goes.
  addEventListener('beforeunload', event => { if (open.size > 0) event.preventDefault(); });

  const sleep = ms => new Promise(resolve => { wake.push(resolve); setTimeout(resolve, ms); });

  async function send(key) {
    const { activity, files } = open.get(key);
    for (let attempt = 0; ; attempt++) {
      try {
        onState(key, 'sending');
        const answer = await line.upload(activity, files, part => onProgress(key, part));
        open.delete(key);
        return onState(key, 'sent', answer);
      } catch (failure) {
        if (!failure.passing || attempt >= 4) return onState(key, 'failed', failure);
        onState(key, 'waiting', failure);
        await sleep(Math.max(failure.retryAfter, backOff(attempt)));
      }
    }
  }

  return {
    /** { files: [{ blob, name }], refused?: key of a text that says why some stayed behind } */
    async prepare(chosen) {
      const files = await Promise.all(chosen.slice(0, most).map(prepare));
      const kept = files.filter(file => file.blob.size <= largest && file.blob.size > 0);
      return { files: kept, refused: kept.length < files.length ? 'fileTooLarge' : chosen.length > most ? 'tooManyFiles' : undefined };
    },
    add(key, activity, files) {
      open.set(key, { activity, files });
      send(key);
    },
    retry(key) { if (open.has(key)) send(key); },
    hurry() { for (const resolve of wake.splice(0)) resolve(); },
  };
}
