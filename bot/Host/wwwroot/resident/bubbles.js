// The conversation as it is seen: one element for each message, in order, with who said it and when.
import { el } from './dom.js';
import { t } from './texts.js';
import { withCalls, withRows, moment, isPause, emergencyNumbers } from './words.js';
import { receiptCard, callButtons } from './cards.js';
import { attachments } from './media.js';

export function createBubbles({ log, latest, language, onRetry, onRow, returnLink }) {
  const elements = new Map();
  const shownReceipts = new Set();
  let items = [];
  let follow = true;

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const toEnd = () => { log.scrollTop = log.scrollHeight; };
  let lastTop = 0;
  // Only a hand that moves up stops the following; a talk that grows does not.
  log.addEventListener('scroll', () => {
    if (atEnd()) follow = latest.hidden = true;
    else if (log.scrollTop < lastTop - 4) follow = false;
    lastTop = log.scrollTop;
  }, { passive: true });
  latest.addEventListener('click', () => { follow = true; toEnd(); latest.hidden = true; });
  new ResizeObserver(() => follow && toEnd()).observe(log);

  function textOf({ activity, speaker }, urgent) {
    const text = activity.text || activity.channelData?.intake?.title || '';
    if (!text) return undefined;
    const line = piece => withCalls(piece, urgent).map(({ text: part, call }) => (call ? el('a', { href: `tel:${call}` }, part) : part));
    if (speaker !== 'bot') return el('div', { class: 'text' }, ...(speaker === 'staff' ? line(text) : [text]));
    const blocks = withRows(text);
    return el('div', { class: 'text' }, ...blocks.flatMap((block, index) => [
      // Between blocks stands what stood in the text, so that it can be copied as it was written.
      index > 0 ? el('span', { class: 'break' }, '\n') : undefined,
      ...(block.rows ? [rowsOf(block.rows, activity)] : line(block.text)),
    ]));
  }

  const rowsOf = (rows, activity) => el('span', { class: 'rows', role: 'list' }, ...rows.map((row, index) => el('span', { class: 'row', role: 'listitem' },
    index > 0 ? el('span', { class: 'break' }, '\n') : undefined,
    el('button', { type: 'button', title: t('changeLine'), onclick: () => onRow(row, activity) },
      el('span', { class: 'number' }, row.head), el('span', { class: 'label' }, row.label + row.colon), el('span', { class: 'value' }, row.value)))));

  function placeIn({ activity }) {
    const place = [activity.entities].flat().find(entity => entity?.type === 'Place' && entity.geo);
    return place && el('p', { class: 'place' }, t('myPlace'));
  }

  /** The card stands under the sentence that names the receipt; where no sentence does, under the last one of the answer. */
  function card(activity, named = activity.text?.includes(activity.channelData?.intake?.receipt)) {
    const receipt = activity.channelData?.intake?.receipt;
    if (!receipt || !named || shownReceipts.has(receipt)) return undefined;
    shownReceipts.add(receipt);
    return receiptCard(receipt, returnLink(receipt));
  }

  function stateOf(item) {
    if (item.speaker === 'me' && item.seen) return el('p', { class: 'state' }, t('seen'));
    if (item.speaker !== 'me' || item.state === 'sent') return undefined;
    if (item.state !== 'failed') return el('p', { class: 'state' }, t(item.state));
    const why = item.failure?.status === 413 ? 'failedTooLarge' : item.failure?.status === 415 ? 'failedKind' : 'failed';
    return el('button', { type: 'button', class: 'state', onclick: () => onRetry(item) }, t(why));
  }

  function nameOf({ speaker, activity }) {
    if (speaker === 'me') return t('me');
    if (speaker === 'bot') return t('bot');
    const { station, name = activity.from?.name } = activity.channelData?.intake?.staff ?? {};
    return [station, name].filter(part => part && !name?.startsWith(`${part} `)).join(' ') || t('staff');
  }

  function fill(element, item) {
    const { activity, speaker } = item;
    const numbers = speaker === 'bot' && activity.channelData?.intake?.urgency === 'emergency' ? emergencyNumbers(activity.text ?? '') : [];
    element.className = `message from-${speaker}${numbers.length > 0 ? ' urgent' : ''}${item.state === 'sent' ? '' : ` is-${item.state}`}`;
    const bubble = el('div', { class: 'bubble' }, textOf(item, numbers.length > 0), placeIn(item), attachments(item));
    if (numbers.length > 0) bubble.append(callButtons(numbers));
    element.card ??= speaker === 'bot' ? card(activity) : undefined;
    element.replaceChildren(...[el('p', { class: 'when' }), el('p', { class: 'who' }, nameOf(item)), bubble, element.card, stateOf(item)].filter(Boolean));
  }

  /** The time, and the name, only where they change. */
  function head(index) {
    const item = items[index];
    if (!item) return;
    const before = items[index - 1];
    const element = elements.get(item);
    const at = item.at === Infinity ? item.since : item.at;
    const pause = isPause(before && (before.at === Infinity ? before.since : before.at), at);
    element.querySelector('.when').textContent = pause ? whenText(at) : '';
    element.classList.toggle('same', !pause && before?.speaker === item.speaker && nameOf(before) === nameOf(item));
  }

  function whenText(at) {
    const { which, clock, date } = moment(at, Date.now(), language());
    return t(which, { clock, date });
  }

  return {
    use(list) { items = list; },
    insert(item, index, moved) {
      item.since ??= Date.now();
      const element = elements.get(item) ?? el('article');
      elements.set(item, element);
      fill(element, item);
      const next = elements.get(items[index + 1]);
      if (next) log.insertBefore(element, next); else log.append(element);
      head(index);
      head(index + 1);
      if (item.speaker === 'me' && !moved) follow = true;
      if (follow) toEnd(); else latest.hidden = false;
    },
    /** The answers just inserted are complete. */
    settle(fresh) {
      for (const item of [...fresh].reverse()) {
        const element = elements.get(item);
        if (item.speaker !== 'bot' || element.card) continue;
        element.card = card(item.activity, true);
        if (element.card) element.append(element.card);
      }
    },
    /** What is longer than the screen is shown from where it begins. */
    readFrom(item) {
      if (follow) log.scrollTop = Math.min(elements.get(item).offsetTop - 12, log.scrollHeight - log.clientHeight);
    },
    update(item) {
      const element = elements.get(item);
      if (!element) return;
      fill(element, item);
      head(items.indexOf(item));
      if (follow) toEnd();
    },
    progress(item) {
      const bar = elements.get(item)?.querySelector('progress');
      if (bar) bar.value = item.progress;
    },
    /** A line of the page itself, between messages. */
    note(text) { log.append(el('p', { class: 'note' }, text)); if (follow) toEnd(); },
    /** In another language: everything again. */
    rewrite() {
      shownReceipts.clear();
      for (const item of items) elements.get(item).card = undefined;
      for (const item of items) this.update(item);
      this.settle(items);
    },
    clear() { elements.clear(); shownReceipts.clear(); log.replaceChildren(); },
  };
}
