// Keeps the page in touch: a web socket where one can be had, polling where not, and back again after every kind of loss.

const pingEvery = 20000, lookEvery = 60000, socketAgainAfter = 60000, leaveOtherTab = 300000, openWithin = 6000;
const pollFast = 1200, pollSlow = 4000, pollHidden = 20000;

/** Milliseconds before the next try: 1, 2, 4 ... 30 s, a little uneven so that a whole street does not come back at once. */
export function backOff(attempt, random = Math.random) {
  return Math.min(30000, 1000 * 2 ** attempt) * (0.75 + random() / 2);
}

/**
 * @param line        the Direct Line calls (start, reconnect, since)
 * @param presence    what is known of who answers and what they have seen
 * @param onReceived  (activities, first) => void; first: the history of a conversation just opened
 * @param onState     'connecting' | 'online' | 'lost'
 */
export function createConnection({ line, session, locale, presence = () => '', onReceived, onState, Socket = globalThis.WebSocket, hidden = () => document.hidden }) {
  let mark = '', started, socket, socketNotBefore = 0, lastHeard = 0, sleeper, stopped = false, state;
  let attempt = 0, nudged = false;

  let opened;
  const begun = new Promise(resolve => { opened = resolve; });

  const say = next => { if (next !== state) onState(state = next); };
  const wake = () => sleeper?.();
  const sleep = ms => new Promise(resolve => {
    const timer = setTimeout(done, ms);
    function done() { clearTimeout(timer); sleeper = undefined; resolve(); }
    sleeper = done;
  });

  function receive({ activities = [], watermark }, first = false) {
    // A poll answered late must not set the mark back: what it brings is known already.
    if (watermark && !(Number(watermark) < Number(mark))) mark = watermark;
    if (activities.length > 0) lastHeard = Date.now();
    if (activities.length > 0 || first) onReceived(activities, first);
    // What is only shown and not kept is no sign that something was missed.
    return activities.filter(({ type, name }) => type !== 'typing' && name !== 'intake/presence').length;
  }

  async function look(first = false) {
    const answer = await line.since(mark, presence());
    if (session.current.conversationId !== started) throw new Error('another conversation');
    return receive(answer, first);
  }

  /** Opens a socket; resolves with it, or with undefined when none can be had. */
  const openSocket = url => new Promise(resolve => {
    let next;
    try { next = new Socket(`${url.replace(/^http/, 'ws')}&presence=${presence()}`); } catch { return resolve(undefined); }
    const timer = setTimeout(() => next.close(), openWithin);
    next.onopen = () => { clearTimeout(timer); resolve(socket = next); };
    next.onmessage = event => {
      if (!event.data) return;
      try { receive(JSON.parse(event.data)); } catch { /* a frame that is no JSON says nothing */ }
    };
    next.onclose = event => {
      clearTimeout(timer);
      resolve(undefined);
      if (socket !== next) return;
      socket = undefined;
      // Another tab has the stream now. It may keep it; this one asks in intervals.
      if (event.reason === 'collision') socketNotBefore = Date.now() + leaveOtherTab;
      wake();
    };
  });

  async function begin() {
    const id = session.current?.conversationId;
    const answer = started && started === id ? await line.reconnect(mark) : await line.start(locale());
    opened();
    const fresh = started !== session.current.conversationId;
    if (fresh) { started = session.current.conversationId; mark = ''; }
    const mayStream = Socket && answer.streamUrl && Date.now() >= socketNotBefore;
    // Both at once: the history must not wait for the socket, nor the socket for the history.
    const [stream] = await Promise.all([mayStream ? openSocket(answer.streamUrl) : undefined, look(fresh)]);
    if (!stream) socketNotBefore = Math.max(socketNotBefore, Date.now() + socketAgainAfter);
    // Whatever was said between the history and the first frame
    if (stream) await look();
    say('online');
    attempt = 0;
  }

  async function stream() {
    let looked = Date.now();
    while (socket && !stopped) {
      await sleep(pingEvery);
      if (!socket) break;
      const asleep = Date.now() - looked > lookEvery * 2;
      try { socket.send(''); } catch { break; }
      if (Date.now() - looked < lookEvery && !nudged) continue;
      nudged = false;
      looked = Date.now();
      // A socket that missed something is dead without knowing it, above all on a phone that was asleep.
      if (await look() > 0 || asleep) break;
    }
    dropSocket();
  }

  async function poll() {
    while (!socket && !stopped && Date.now() < socketNotBefore) {
      const quiet = Date.now() - lastHeard > 30000;
      await sleep(hidden() ? pollHidden : quiet ? pollSlow : pollFast);
      nudged = false;
      await look();
      say('online');
    }
  }

  function dropSocket() {
    const old = socket;
    socket = undefined;
    try { old?.close(); } catch { /* closed already */ }
  }

  async function run() {
    say('connecting');
    while (!stopped) {
      try {
        await session.ready();
        await begin();
        if (socket) await stream(); else await poll();
        // A server that restarts loses everybody at once; they need not all come back in the same instant.
        if (!nudged) await sleep(Math.random() * 800);
      } catch (failure) {
        if (stopped) return;
        dropSocket();
        say('lost');
        await sleep(Math.max(failure.retryAfter ?? 0, backOff(attempt++)));
      }
    }
  }

  return {
    run,
    /** Resolves when the conversation has been opened for the first time. */
    begun,
    get mark() { return mark; },
    /** Something was sent, or will be: look soon, and often for a while. */
    expect() { lastHeard = Date.now(); if (!socket) wake(); },
    /** The page is seen again, or the network is back: do not wait for the next turn. */
    nudge() {
      nudged = true;
      if (!hidden()) socketNotBefore = 0;
      wake();
    },
    /** The phone says that it has no network. */
    lost() { dropSocket(); say('lost'); attempt = Math.max(attempt, 1); wake(); },
    stop() { stopped = true; dropSocket(); wake(); },
  };
}
