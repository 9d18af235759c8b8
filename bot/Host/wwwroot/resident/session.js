// The right to speak in one conversation: taken, taken up again, and renewed before it runs out. The token lives in memory only.
import { call, CallFailed } from './directline.js';

/**
 * @param code  signed code of the building from the address of the page, '' without one
 * @param known whether this browser was here before; if not, there is nothing to take up
 * @param store where the conversation id is kept, one per code
 */
export function createSession({ code, store, known = true, root = '', now = Date.now, onNew = () => {} }) {
  const key = `conversation.${code}`;
  let current;
  let opening;
  let refreshing;

  const live = () => current && now() < current.until;

  function take(answer) {
    const life = (answer.expires_in || 1800) * 1000;
    current = { ...current, conversationId: answer.conversationId, token: answer.token, renewAt: now() + life / 2, until: now() + life - 5000 };
    if (answer.building) current.building = answer.building;
    store.set(key, answer.conversationId);
    return current;
  }

  // What the device was in last may belong to another door: then this one begins its own.
  const belongsHere = answer =>
    !code || answer.conversationId === store.get(key) || (answer.building && code.startsWith(`${answer.building.code}.`));

  async function resume() {
    if (!known && !current) return undefined;
    try {
      const answer = await call(`${root}/chat/resume`, { body: { building: code || undefined } });
      const same = current ? answer.conversationId === current.conversationId : belongsHere(answer);
      return same ? take(answer) : undefined;
    } catch (failure) {
      if (failure.passing) throw failure;
      return undefined;
    }
  }

  async function begin() {
    const before = current?.conversationId ?? store.get(key);
    current = undefined;
    const ask = body => call(`${root}/chat/token`, { body });
    const answer = await ask(code ? { building: code } : {}).catch(failure => {
      if (failure.passing || !code) throw failure;
      return ask({});
    });
    take(answer);
    onNew(Boolean(before));
    return current;
  }

  /** A new token, for the same conversation if that can be. One at a time, whoever asks. */
  function renew() {
    opening ??= (async () => (await resume()) ?? begin())().finally(() => { opening = undefined; });
    return opening;
  }

  function refresh() {
    refreshing ??= call(`${root}/v3/directline/tokens/refresh`, { token: current.token })
      .then(answer => take({ ...answer, conversationId: current.conversationId }))
      .catch(() => {})
      .finally(() => { refreshing = undefined; });
  }

  return {
    get current() { return current; },
    /** true when a code was in the address, and no building came of it */
    get wrongCode() { return Boolean(code && current && !current.building); },
    /** The phone's owner wants no trace: the server forgets the device, too. */
    forget: () => call(`${root}/chat/forget`, {}).catch(() => {}),
    /** Resolves with a conversation whose token is good. */
    ready: async () => (live() ? current : renew()),
    /** Runs a call with a token that is good; once more with a new one when the server refuses it. */
    async with(action) {
      if (!live()) await renew();
      else if (now() > current.renewAt) refresh();
      try {
        return await action(current);
      } catch (failure) {
        // 401 and 403: the token is dead. 404: the conversation is; resuming tells, and else a new one begins.
        if (!(failure instanceof CallFailed) || ![401, 403, 404].includes(failure.status)) throw failure;
        await renew();
        return action(current);
      }
    },
  };
}
