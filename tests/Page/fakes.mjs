// Stand-ins for what a browser brings along.

/** localStorage: its keys are enumerable, its methods are not. */
export function storage(start = {}) {
  const methods = {
    getItem(key) { return Object.hasOwn(this, key) ? this[key] : null; },
    setItem(key, value) { this[key] = String(value); },
    removeItem(key) { delete this[key]; },
  };
  return Object.assign(Object.create(methods), start);
}

/** fetch that answers from a list of routes: [method, path pattern, (body, request) => answer | number]. */
export function serve(routes) {
  const calls = [];
  globalThis.fetch = async (path, { method = 'GET', headers = {}, body } = {}) => {
    const request = { method, path: String(path), token: headers.Authorization?.slice(7), body: body && JSON.parse(body) };
    calls.push(request);
    const route = routes.find(([m, pattern]) => m === method && pattern.test(request.path));
    const answer = route ? await route[2](request) : 404;
    if (answer === 'cut') throw new TypeError('network');
    const [status, json, retryAfter] = typeof answer === 'number' ? [answer, {}] : [answer.status ?? 200, answer, answer.retryAfter];
    return { ok: status < 400, status, json: async () => json, headers: { get: name => (name === 'Retry-After' ? retryAfter : null) } };
  };
  return calls;
}

export const soon = (ms = 0) => new Promise(resolve => setTimeout(resolve, ms));

/** Waits until something is so, at most two seconds. */
export async function until(holds) {
  for (let waited = 0; waited < 200; waited++) {
    if (holds()) return;
    await soon(10);
  }
  throw new Error(`never so: ${holds}`);
}
