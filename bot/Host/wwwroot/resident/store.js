// What this phone keeps: conversation ids, unsent texts, settings. Storage may be full, forbidden or cleared at any time: the page goes on without.

export function createStore(storage, prefix = 'intake.') {
  const memory = new Map();
  const guarded = action => { try { return action(); } catch { return undefined; } };

  return {
    get(key) {
      const text = guarded(() => storage.getItem(prefix + key)) ?? memory.get(key);
      return text == null ? undefined : guarded(() => JSON.parse(text));
    },
    set(key, value) {
      const text = JSON.stringify(value);
      memory.set(key, text);
      guarded(() => storage.setItem(prefix + key, text));
    },
    remove(key) {
      memory.delete(key);
      guarded(() => storage.removeItem(prefix + key));
    },
    /** Keys that begin with the given words, without the page's own prefix. */
    keys(beginning = '') {
      const kept = guarded(() => Object.keys(storage).filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))) ?? [];
      return [...new Set([...kept, ...memory.keys()])].filter(key => key.startsWith(beginning));
    },
    clear() {
      for (const key of this.keys()) this.remove(key);
    },
  };
}
