// The calls of Direct Line 3.0, as far as this page needs them.

/** A call that did not succeed. status 0: nothing came back at all. */
export class CallFailed extends Error {
  constructor(status, retryAfter = 0) {
    super(`HTTP ${status}`);
    this.status = status;
    /** Milliseconds the server asks us to wait, 0 when it does not say. */
    this.retryAfter = retryAfter;
  }
  /** Worth trying again later without the resident doing anything. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** One call with a JSON answer. */
export async function call(path, { method = 'POST', token, body, timeout = 20000 } = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeout);
  try {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const answer = await fetch(path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: limit.signal, cache: 'no-store',
    });
    if (!answer.ok) throw new CallFailed(answer.status, (Number(answer.headers.get('Retry-After')) || 0) * 1000);
    return answer.status === 204 ? {} : { ...(await answer.json()), status: answer.status };
  } catch (failure) {
    throw failure instanceof CallFailed ? failure : new CallFailed(0);
  } finally {
    clearTimeout(timer);
  }
}

export function createDirectLine(session, root = '') {
  const base = `${root}/v3/directline`;
  const own = id => `${base}/conversations/${id}`;

  return {
    start: locale => session.with(({ token }) => call(`${base}/conversations`, { token, body: { user: {}, locale } })),
    reconnect: mark => session.with(({ token, conversationId }) =>
      call(`${own(conversationId)}?watermark=${mark}`, { method: 'GET', token })),
    since: (mark, presence = '') => session.with(({ token, conversationId }) =>
      call(`${own(conversationId)}/activities?watermark=${mark}&presence=${presence}`, { method: 'GET', token })),
    post: activity => session.with(({ token, conversationId }) => call(`${own(conversationId)}/activities`, { token, body: activity })),
    upload: (activity, files, onProgress) => session.with(({ token, conversationId }) =>
      upload(`${own(conversationId)}/upload`, token, activity, files, onProgress)),
  };
}

// XMLHttpRequest, because fetch tells nothing of the progress of what is sent.
function upload(path, token, activity, files, onProgress) {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    form.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }), 'blob');
    for (const file of files) form.append('file', file.blob, file.name);
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.timeout = 300000;
    request.upload.onprogress = event => { if (event.lengthComputable) onProgress(event.loaded / event.total); };
    request.onerror = request.ontimeout = request.onabort = () => reject(new CallFailed(0));
    request.onload = () => {
      if (request.status >= 300) return reject(new CallFailed(request.status, (Number(request.getResponseHeader('Retry-After')) || 0) * 1000));
      try { resolve(JSON.parse(request.responseText)); } catch { resolve({}); }
    };
    request.send(form);
  });
}
