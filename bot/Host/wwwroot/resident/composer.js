// The text box: grows with what is written, keeps the draft, sends with Enter at a desk, and leaves Chinese input in peace.
import { atDesk } from './dom.js';
import { t } from './texts.js';

export const longest = 5000;
const tellFrom = 4500;

/** Enter sends only with a real keyboard, without Shift, and never while a word is being composed. */
export const isSendKey = (event, desk) =>
  event.key === 'Enter' && desk && !event.shiftKey && !event.isComposing && event.keyCode !== 229;

export function createComposer({ form, text, send, limit, store, draftKey, onSend, onTyping }) {
  let saving;

  function grow() {
    text.style.height = 'auto';
    text.style.height = `${Math.min(text.scrollHeight + 2, innerHeight * 0.35)}px`;
    const length = text.value.trim().length;
    limit.hidden = length < tellFrom;
    limit.textContent = limit.hidden ? '' : t(length > longest ? 'tooLong' : 'almostTooLong', { count: Math.abs(longest - length) });
    send.disabled = length > longest;
  }

  function keep() {
    clearTimeout(saving);
    saving = undefined;
    const key = draftKey();
    if (text.value) store.set(key, text.value); else store.remove(key);
  }

  text.addEventListener('input', () => {
    grow();
    saving ??= setTimeout(keep, 300);
    if (text.value) onTyping();
  });
  addEventListener('pagehide', () => saving && keep());
  text.addEventListener('keydown', event => {
    if (!isSendKey(event, atDesk())) return;
    event.preventDefault();
    form.requestSubmit ? form.requestSubmit() : submit();
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  // A tap on the button must not close the keyboard that the resident is still writing with.
  send.addEventListener('pointerdown', event => event.preventDefault());

  function submit() {
    const value = text.value.trim();
    if (!value || value.length > longest) return text.focus();
    text.value = '';
    keep();
    grow();
    onSend(value);
  }

  return {
    restore() {
      const draft = store.get(draftKey());
      if (draft && !text.value) text.value = draft;
      grow();
    },
    grow,
  };
}
