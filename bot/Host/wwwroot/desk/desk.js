// What the desk needs in the browser besides the circuit: a page that heals itself, clocks, sound, keys.
(() => {
  'use strict';

  const sleep = ms => new Promise(done => setTimeout(done, ms));
  const drafts = () => [...document.querySelectorAll('[data-draft]')];

  // --- The circuit. When it is gone for good, what was typed goes to the server first, then the page starts anew.
  const banner = document.getElementById('reconnecting');
  let down = false;

  async function saveDrafts() {
    await Promise.allSettled(drafts().map(box => fetch('/desk/drafts', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ place: box.dataset.draft, text: box.value }),
    })));
  }

  async function startAnew() {
    await saveDrafts();
    location.reload();
  }

  async function reconnect() {
    for (let tries = 0; down; tries++) {
      await sleep(Math.min(500 * 1.5 ** tries, 5000));
      if (!down) return;
      try {
        const back = await Blazor.reconnect();
        if (!back) return await startAnew();
        // Keys pressed meanwhile never arrived: hand the whole text over once more.
        drafts().forEach(box => box.dispatchEvent(new Event(box.matches('select') ? 'change' : 'input', { bubbles: true })));
        return;
      } catch {
        // The server does not answer yet.
      }
    }
  }

  const reconnectionHandler = {
    onConnectionDown() {
      if (down) return;
      down = true;
      banner.hidden = false;
      reconnect();
    },
    onConnectionUp() {
      down = false;
      banner.hidden = true;
    },
  };

  // An error that ended the circuit: the same way out, but not in a circle.
  const failed = document.getElementById('blazor-error-ui');
  new MutationObserver(async () => {
    if (failed.style.display !== 'block') return;
    banner.hidden = false;
    const last = Number(sessionStorage.getItem('desk.failed') || 0);
    sessionStorage.setItem('desk.failed', String(Date.now()));
    if (Date.now() - last < 10000) await sleep(10000);
    startAnew();
  }).observe(failed, { attributes: true, attributeFilter: ['style'] });

  Blazor.start({ circuit: { reconnectionHandler } });

  // --- The end of a session: after a long time without a key or click (in any tab), unless on duty, and after the longest time.
  // A minute before, the page says so; before it ends, what was typed goes to the server.
  const idle = Number(document.body.dataset.sessionIdle);
  const warn = Math.min(60000, idle / 3);
  const ending = document.getElementById('session-ending');
  let active = Date.now(), told = Date.now(), ends = Infinity, asking = false, over = false;
  const lastActive = () => Math.max(active, Number(localStorage.getItem('desk.active') || 0));

  async function session(isActive) {
    if (asking || down) return null;
    asking = true;
    try {
      const answer = await fetch('/desk/session', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ active: isActive }) });
      if (!answer.ok || answer.redirected) return null;
      const said = await answer.json();
      ends = Date.now() + said.ends;
      told = Date.now();
      return said;
    } catch {
      return null;
    } finally {
      asking = false;
    }
  }

  function touched() {
    active = Date.now();
    localStorage.setItem('desk.active', String(active));
  }
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touched, { capture: true, passive: true });
  document.getElementById('session-stay').addEventListener('click', () => session(true));

  async function endSession() {
    over = true;
    await saveDrafts();
    await fetch('/desk/session', { method: 'DELETE' }).catch(() => {});
    location.assign(`/desk/login?ended=true&back=${encodeURIComponent(location.pathname + location.search)}`);
  }

  function warnOf(kind) {
    if (ending.hidden === !kind) return;
    ending.hidden = !kind;
    if (!kind) return;
    const words = document.getElementById('session-ending-text');
    words.textContent = words.dataset[kind];
    document.getElementById('session-stay').hidden = kind === 'longest';
  }

  setInterval(async () => {
    if (over) return;
    const now = Date.now();
    const left = lastActive() + idle - now;
    if (left <= 0 || ends - now < 3000) return endSession();
    if (lastActive() > told && now - told > Math.min(60000, idle / 4)) await session(true);
    else if (left < warn && now - told > warn / 2 && (await session(false))?.onDuty) active = now;
    warnOf(lastActive() + idle - Date.now() < warn ? 'idle' : ends - now < warn ? 'longest' : null);
  }, 1000);
  session(true);

  // --- Clocks count up by themselves; the server's time counts, not this computer's.
  let skew = null;
  const two = n => String(n).padStart(2, '0');
  function tick() {
    const shell = document.querySelector('.desk-shell');
    if (!shell) return;
    if (skew === null) skew = Number(shell.dataset.now) - Date.now();
    const now = Date.now() + skew;
    for (const clock of document.querySelectorAll('.clock')) {
      const s = Math.max(0, Math.floor((now - Number(clock.dataset.since)) / 1000));
      const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
      const text = h >= 48 ? `${Math.floor(h / 24)}d ${h % 24}h` : h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
      if (clock.textContent !== text) clock.textContent = text;
      if (clock.dataset.due) clock.classList.toggle('clock-late', now > Number(clock.dataset.due));
    }
  }
  setInterval(tick, 500);

  // --- The thread stays at its end while its end is in view.
  const atEnd = new WeakMap();
  addEventListener('scroll', event => {
    const box = event.target;
    if (box.matches?.('[data-follow]')) atEnd.set(box, box.scrollHeight - box.scrollTop - box.clientHeight < 60);
  }, { capture: true, passive: true });
  new MutationObserver(() => {
    tick();
    for (const box of document.querySelectorAll('[data-follow]')) if (atEnd.get(box) !== false) box.scrollTop = box.scrollHeight;
  }).observe(document.body, { childList: true, subtree: true });

  // --- Sound: two soft notes, three sharper ones when it is urgent. Browsers allow it after the first click or key.
  let audio = null;
  const muted = () => localStorage.getItem('desk.muted') === '1';
  function unlock() {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') audio.resume().then(showSound);
  }
  for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, unlock, { capture: true });

  function note(at, frequency) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.type = 'sine';
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.25, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.4);
  }

  // An answer of a resident sounds once and low; an emergency that nobody takes over high and long.
  const tunes = { answer: [523, 659], alarm: [988, 784, 988, 784, 988, 784] };
  function ring(urgent, tune) {
    if (muted()) return;
    try { audio ??= new AudioContext(); } catch { return; }
    showSound();
    if (audio.state !== 'running') return;
    const now = audio.currentTime;
    (tunes[tune] ?? (urgent ? [880, 1109, 880] : [659, 880])).forEach((frequency, i) => note(now + i * 0.18, frequency));
  }

  function showSound() {
    const button = document.getElementById('sound');
    if (!button) return;
    const words = button.dataset;
    const text = muted() ? words.off : audio && audio.state !== 'running' ? words.blocked : words.on;
    button.setAttribute('aria-pressed', String(!muted()));
    if (button.title !== text) {
      button.title = text;
      button.setAttribute('aria-label', text);
    }
  }
  setInterval(showSound, 1000);

  addEventListener('click', event => {
    if (!event.target.closest?.('#sound')) return;
    localStorage.setItem('desk.muted', muted() ? '0' : '1');
    showSound();
    ring(false);
  });

  // --- What is shown once is copied by a click; the clipboard is not there on plain http, the selection is.
  addEventListener('click', async event => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    const text = button.parentElement.querySelector('code');
    getSelection().selectAllChildren(text);
    try { await navigator.clipboard.writeText(text.textContent); } catch { if (!document.execCommand('copy')) return; }
    const [ask, done] = button.children;
    [ask.hidden, done.hidden] = [true, false];
  });

  window.desk = { ring, alarm: () => ring(true, 'alarm') };

  // --- The place in the queue is kept: when the row that has the focus moves or goes, the same case or its follower takes it.
  const lines = () => [...document.querySelectorAll('[data-receipt] .line-link')];
  let place = null;
  addEventListener('focusin', event => {
    const line = event.target.closest?.('[data-receipt]');
    place = line ? { receipt: line.dataset.receipt, at: lines().findIndex(link => line.contains(link)), claim: event.target.matches('.claim-row') } : null;
  });
  new MutationObserver(() => {
    if (!place || document.activeElement !== document.body || document.querySelector('.mud-dialog')) return;
    const all = lines();
    const same = all.find(link => link.parentElement.dataset.receipt === place.receipt);
    const next = same ?? all[Math.min(place.at, all.length - 1)];
    (same && place.claim ? same.parentElement.querySelector('.claim-row') ?? same : next)?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });

  // --- Keys: j and k walk through the queue, Enter opens (a link does), c claims, 1 to 5 choose a list, f filters; Ctrl+Enter sends.
  addEventListener('keydown', event => {
    const box = event.target;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && box.dataset?.send) {
      event.preventDefault();
      document.getElementById(box.dataset.send)?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Escape' && document.getElementById('queue') && !document.querySelector('.mud-dialog')) {
      (document.getElementById('stop-search') ?? document.getElementById('clear-search'))?.click();
      if (box.matches?.('input, select')) (lines()[0] ?? box).focus();
      return;
    }
    if (box.matches?.('input, textarea, select, [contenteditable]') || document.querySelector('.mud-dialog')) return;
    const links = lines();
    const at = links.findIndex(link => link.parentElement.contains(document.activeElement));
    if (event.key === 'j' || event.key === 'k') {
      const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'c') {
      const claim = at >= 0 ? links[at].parentElement.querySelector('.claim-row') : document.getElementById('claim');
      if (!claim) return;
      event.preventDefault();
      claim.click();
    } else if (event.key >= '1' && event.key <= '5') {
      document.querySelectorAll('[data-tab]')[event.key - 1]?.click();
    } else if (event.key === 'f') {
      const toggle = document.getElementById('filters-toggle');
      if (!toggle) return;
      event.preventDefault();
      const filters = document.getElementById('filters');
      if (filters.hidden) {
        const shown = new MutationObserver(() => { shown.disconnect(); filters.querySelector('select')?.focus(); });
        shown.observe(filters, { attributes: true, attributeFilter: ['hidden'] });
      } else toggle.focus();
      toggle.click();
    } else if (event.key === '/') {
      const search = document.getElementById('search');
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
  });
})();
