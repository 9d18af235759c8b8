// Who said what, in order, each once, whichever way it came: by socket, by poll, from this page, or all three.

export const keyOf = activity => activity.channelData?.clientActivityID;

/** 'me', 'bot' or 'staff'. Staff speak in the bot's role, with a name and a station. */
export function speakerOf({ from = {}, channelData = {} }) {
  if (from.role === 'user' || (!from.role && keyOf({ channelData }))) return 'me';
  return channelData.intake?.staff || /^staff/.test(from.id ?? '') ? 'staff' : 'bot';
}

/** Position of a new item: behind everything that is not later; what is not confirmed yet stays last. */
export function placeOf(items, at) {
  let index = items.length;
  while (index > 0 && items[index - 1].at > at) index--;
  return index;
}

/**
 * @param view      { insert(item, index, move), update(item), progress(item) }
 * @param onArrived key of a message of this page that the server has
 */
export function createTimeline({ view, onArrived = () => {} }) {
  const items = [];
  const ids = new Set();
  const byKey = new Map();

  function put(item, move = false) {
    const index = placeOf(items, item.at);
    items.splice(index, 0, item);
    view.insert(item, index, move);
  }

  function confirm(item, activity) {
    const before = items.indexOf(item);
    Object.assign(item, { activity: { ...item.activity, ...activity }, at: Date.parse(activity.timestamp) || item.at, state: 'sent' });
    items.splice(before, 1);
    if (placeOf(items, item.at) === before) items.splice(before, 0, item);
    else put(item, true);
    view.update(item);
  }

  return {
    items,
    get last() { return items[items.length - 1]; },
    find: key => byKey.get(key),
    /** A message of this page, before the server has it. */
    own(key, activity, extra = {}) {
      const item = { key, activity, at: Infinity, speaker: 'me', state: 'sending', ...extra };
      byKey.set(key, item);
      put(item);
      return item;
    },
    state(key, state, failure) {
      const item = byKey.get(key);
      if (!item || item.state === 'sent') return;
      item.state = state;
      item.failure = failure;
      view.update(item);
    },
    /** How much of its files has been sent, 0 to 1. */
    progress(key, part) {
      const item = byKey.get(key);
      if (!item) return;
      item.progress = part;
      view.progress(item);
    },
    /** Answers the messages that were new, in order. */
    receive(activities) {
      const fresh = [];
      for (const activity of activities) {
        if (activity.type !== 'message' || ids.has(activity.id)) continue;
        ids.add(activity.id);
        const key = keyOf(activity);
        const mine = byKey.get(key);
        if (key) onArrived(key);
        if (mine) {
          confirm(mine, activity);
          continue;
        }
        const item = { key, activity, at: Date.parse(activity.timestamp) || Date.now(), speaker: speakerOf(activity), state: 'sent' };
        if (key) byKey.set(key, item);
        put(item);
        fresh.push(item);
      }
      return fresh;
    },
    clear() {
      items.length = 0;
      ids.clear();
      byKey.clear();
    },
  };
}
