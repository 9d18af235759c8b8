// The resident page: puts its parts together.
import { createStore } from './store.js';
import { createSession } from './session.js';
import { createDirectLine } from './directline.js';
import { createConnection } from './connection.js';
import { createOutbox } from './outbox.js';
import { createTimeline } from './timeline.js';
import { createBubbles } from './bubbles.js';
import { createReplies, editOf } from './replies.js';
import { createComposer } from './composer.js';
import { createSettings } from './settings.js';
import { createUploads } from './uploads.js';
import { largest } from './photos.js';
import { useFiles } from './media.js';
import { whereAmI, placeParts } from './location.js';
import { createPresence } from './presence.js';
import { watchPage } from './watch.js';
import { t } from './texts.js';

const find = id => document.getElementById(id);
const code = decodeURIComponent(location.pathname.replace(/^.*\/q\/?/, ''));
let storage;
try { storage = localStorage; } catch { /* forbidden: the page goes on without */ }
const store = createStore(storage);
const newKey = () => `${Date.now().toString(36)}-${[...crypto.getRandomValues(new Uint8Array(9))].map(b => b.toString(36)).join('')}`;

const session = createSession({
  code, store, known: 'again' in document.documentElement.dataset,
  onNew: lost => {
    if (!lost) return;
    timeline.clear();
    bubbles.clear();
    presence.clear();
    bubbles.note(t('begunAnew'));
  },
});
const line = createDirectLine(session);
const settings = createSettings({
  store, base: import.meta.url,
  onLanguage: () => { bubbles.rewrite(); composer.grow(); showBuilding(); showState(); presence.rewrite(); say(t('inThisLanguage')); },
  onLarger: () => composer.grow(),
  onClear: clearPhone,
});
const bubbles = createBubbles({
  log: find('conversation'), latest: find('latest'), language: () => settings.language,
  onRetry: item => (item.files ? uploads.retry(item.key) : outbox.retry(item.key)),
  onRow: (row, activity) => say(editOf(activity, row.label) ?? t('changeRow', { label: row.label })),
  returnLink: receipt => `${location.origin}/q/${code}#${receipt}`,
});
const timeline = createTimeline({ view: bubbles, onArrived: key => outbox.arrived(key) });
bubbles.use(timeline.items);
const onState = (key, state, answer) => {
  timeline.state(key, state, answer);
  if (state === 'waiting') connection.nudge();
  if (state === 'sent') connection.expect();
};
// Nothing is said before the conversation has been opened.
const outbox = createOutbox({ store, send: async activity => { await connection.begun; return line.post(activity); }, onState });
const uploads = createUploads({ line, onState, onProgress: (key, part) => timeline.progress(key, part) });
const replies = createReplies({ box: find('replies'), text: find('text'), onChoose: choose });
const composer = createComposer({
  form: find('composer'), text: find('text'), send: find('send'), limit: find('limit'), store,
  draftKey: () => `draft.${code}`, onSend: say, onTyping: tellTyping,
});
const connection = createConnection({
  line, session, locale: () => settings.language, presence: () => presence.known,
  onReceived: receive,
  onState: state => { showState(state); if (state === 'online') { outbox.hurry(); uploads.hurry(); showBuilding(); } },
});

const presence = createPresence({
  box: find('staff'), items: timeline.items, onSeen: item => bubbles.update(item), mark: () => connection.mark,
  report: seen => line.post({ type: 'event', name: 'intake/seen', from: { role: 'user' }, channelData: { intake: { seen } } }),
});
document.addEventListener('visibilitychange', () => presence.tell());

/** What every message of this page carries. */
function message(parts, channelData = {}) {
  const key = newKey();
  return [key, {
    type: 'message', locale: settings.language, localTimestamp: new Date().toISOString(), localTimezone: 'Asia/Shanghai', from: { role: 'user' },
    // Up to where the resident had read when this was sent: a question that came in between is not answered by it.
    ...parts, channelData: { ...channelData, intake: { ...channelData.intake, seen: connection.mark }, clientActivityID: key },
  }];
}

function send(parts, channelData) {
  const [key, activity] = message(parts, channelData);
  replies.hide();
  timeline.own(key, activity);
  outbox.add(key, activity);
}

function say(text) {
  send({ text, textFormat: 'plain' });
}

function choose({ type, title, value, displayText }) {
  if (type === 'postBack') send({ value }, { postBack: true, intake: { title: displayText ?? title } });
  else if (type === 'call' || type === 'openUrl') location.href = value;
  else say(String(value ?? title));
}

function receive(activities, first) {
  const log = find('conversation');
  // A whole history is not read out, only what comes after it.
  if (first) log.setAttribute('aria-busy', 'true');
  const fresh = timeline.receive(activities);
  bubbles.settle(fresh);
  if (fresh.some(item => item.speaker !== 'me')) showTyping(false);
  // Asked for in words, too
  if (fresh.some(item => item.speaker === 'bot' && item.activity.channelData?.intake?.largeType)) settings.enlargeOnce();
  const writer = activities.find(activity => activity.type === 'typing' && activity.from?.role !== 'user');
  if (writer) showTyping(true, writer.from?.name);
  presence.receive(activities);
  replies.follow(timeline.last);
  const [read] = fresh.filter(item => item.speaker !== 'me');
  if (read && !first) bubbles.readFrom(read);
  if (first) {
    setTimeout(() => log.setAttribute('aria-busy', 'false'), 50);
    askForReceipt();
  }
}

let typingEnds;
function showTyping(on, name) {
  clearTimeout(typingEnds);
  find('typing').hidden = !on;
  if (on) find('typing').lastElementChild.textContent = name ? t('staffTyping', { name }) : t('typing');
  // A typing signal holds for a while; when no word follows, it goes by itself.
  if (on) typingEnds = setTimeout(showTyping, 8000, false);
}

let toldTyping = 0;
function tellTyping() {
  const withStaff = [...timeline.items].reverse().find(item => item.speaker !== 'me')?.speaker === 'staff';
  if (!withStaff || Date.now() - toldTyping < 5000 || !session.current) return;
  toldTyping = Date.now();
  line.post({ type: 'typing', from: { role: 'user' } }).catch(() => {});
}

let shownState = 'connecting';
function showState(state = shownState) {
  shownState = state;
  const box = find('connection');
  box.dataset.state = state;
  box.textContent = state === 'online' ? '' : t(state === 'lost' ? 'lost' : 'connecting');
}

function showBuilding() {
  const address = session.current?.building?.address;
  const box = find('building');
  box.textContent = address ? t('building', { address }) : session.wrongCode ? t('wrongCode') : '';
  box.hidden = !box.textContent;
  box.classList.toggle('wrong', session.wrongCode);
}

/** The link of a receipt was opened: ask how the matter stands, once, and not if it stands here already. */
function askForReceipt() {
  const receipt = /^#([A-Z]{2}-[0-9A-Z]{5}-[0-9A-Z]{5})$/.exec(location.hash)?.[1];
  if (!receipt) return;
  history.replaceState(null, '', location.pathname);
  if (!timeline.items.some(item => item.activity.channelData?.intake?.receipt === receipt)) say(receipt);
}

find('attach').addEventListener('change', async event => {
  const chosen = [...event.target.files];
  event.target.value = '';
  const { files, refused } = await uploads.prepare(chosen);
  if (refused) bubbles.note(t(refused, { megabytes: largest / 1048576 }));
  if (files.length === 0) return;
  const [key, activity] = message({ attachments: files.map(file => ({ contentType: file.blob.type || 'application/octet-stream', name: file.name })) },
    { attachmentSizes: files.map(file => file.blob.size) });
  replies.hide();
  timeline.own(key, activity, { files, progress: 0 });
  uploads.add(key, activity, files);
});

find('locate').addEventListener('click', async () => {
  if (!(await settings.ask({ text: t('locateAsk'), yes: t('locateYes'), no: t('locateNo') }))) return;
  find('locate').setAttribute('aria-busy', 'true');
  try {
    const { entities, intake } = placeParts(await whereAmI());
    send({ entities }, { intake });
  } catch (failure) {
    bubbles.note(t({ denied: 'locateDenied', unavailable: 'locateUnavailable' }[failure.message] ?? 'locateFailed'));
  } finally {
    find('locate').removeAttribute('aria-busy');
  }
});

async function clearPhone() {
  connection.stop();
  await session.forget();
  store.clear();
  location.reload();
}

useFiles(async address => {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) return undefined;
  return session.with(async ({ token }) => {
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    return answer.ok ? answer.blob() : undefined;
  });
});

async function begin() {
  // The text box works at once; the conversation is asked for while the words are still on their way.
  composer.restore();
  session.ready().catch(() => {});
  await settings.start();
  showState();
  for (const { key, activity } of outbox.adopt()) timeline.own(key, activity, { state: 'waiting' });
  connection.run();
  watchPage(connection);
}
begin();
