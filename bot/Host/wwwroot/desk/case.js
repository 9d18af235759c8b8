// The case page in the browser: its keys, the list of canned replies, pictures in large.
(() => {
  'use strict';

  const at = id => document.getElementById(id);

  // --- Canned replies: arrows walk through the list, Enter or Tab takes one, Escape empties the search.
  const options = () => [...document.querySelectorAll('#replies .reply-option')];
  const chosen = () => options().findIndex(option => option.getAttribute('aria-selected') === 'true');
  function choose(index) {
    options().forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    options()[index]?.scrollIntoView({ block: 'nearest' });
  }

  function walkReplies(event) {
    if (event.target.id !== 'reply' || event.isComposing || !at('replies')) return false;
    const list = options();
    const index = chosen();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') choose((Math.max(index, event.key === 'ArrowDown' ? -1 : 0) + (event.key === 'ArrowDown' ? 1 : list.length - 1)) % list.length);
    else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') (list[index] ?? list[0])?.click();
    else if (event.key === 'Escape') {
      event.target.value = '';
      event.target.dispatchEvent(new Event('input', { bubbles: true }));
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  // What was chosen stands in the box as soon as the server has filled it in: the cursor goes there, to its end.
  addEventListener('click', event => {
    if (!event.target.closest?.('.reply-option')) return;
    const box = at('reply');
    const before = box.value;
    const wait = setInterval(() => {
      if (box.value === before) return;
      clearInterval(wait);
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }, 20);
    setTimeout(() => clearInterval(wait), 3000);
  });

  // --- The two faces of the box to write in.
  function face(button, box) {
    at(button)?.click();
    const from = Date.now();
    const wait = setInterval(() => {
      const field = at(box);
      if (field) field.focus();
      if (field || Date.now() - from > 3000) clearInterval(wait);
    }, 20);
  }

  const keys = {
    r: () => at('mode-answer') && face('mode-answer', 'reply'),
    n: () => at('mode-note') && face('mode-note', 'note'),
    q: () => document.querySelector('.case-head .back')?.click(),
    t: () => at('transfer')?.click(),
    x: () => at('close-case')?.click(),
    1: () => at('side-time')?.click(),
    2: () => at('side-place')?.click(),
    3: () => at('side-related')?.click(),
    '?': () => at('keys')?.showModal(),
  };

  addEventListener('keydown', event => {
    if (walkReplies(event)) return;
    const box = event.target;
    // Out of the box with Escape, so that the keys work again.
    if (event.key === 'Escape' && box.matches?.('#reply, #note')) return box.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !document.querySelector('article.case')) return;
    if (box.matches?.('input, textarea, select, [contenteditable]') || document.querySelector('.mud-dialog, dialog[open]')) return;
    const key = keys[event.key];
    if (!key) return;
    event.preventDefault();
    key();
  }, { capture: true });

  // --- The focus goes along with what opens and closes, so that nobody starts at the top of the page again.
  function follow(find) {
    const from = Date.now();
    const wait = setInterval(() => {
      const found = find();
      if (found) found.focus();
      if (found || Date.now() - from > 3000) clearInterval(wait);
    }, 20);
  }
  // A window that opens takes the focus itself first; then its first field has it.
  function intoWindow() {
    let left = 20;
    const wait = setInterval(() => {
      const first = document.querySelector('.mud-dialog :is(select, textarea, input)');
      if (first && !document.activeElement?.matches('.mud-dialog :is(select, textarea, input, button)')) first.focus();
      if (first ? --left < 0 : (left -= 0.1) < 0) clearInterval(wait);
    }, 25);
  }
  const field = of => of?.closest('[data-fact]')?.dataset.fact;
  addEventListener('click', event => {
    const pressed = event.target.closest?.('button');
    const fact = field(pressed);
    // A masked value: the reasons take its place, then the value itself, or else the pencil beside it.
    const around = pressed?.matches('.show') && pressed.closest('dd, .masked-line, .phone-search');
    if (around) follow(() => pressed.isConnected ? null
      : ['.look-other', '[data-reason]', 'a.phone, .case-link', '.show', '.pencil'].map(next => around.querySelector(next)).find(next => next));
    else if (pressed?.matches('.pencil')) follow(() => at(`fact-${fact}`));
    else if (fact && pressed.closest('.inline-edit') && pressed.type === 'button') follow(() => at(`edit-${fact}`) ?? at('add-fact'));
    else if (pressed?.matches('#close-case, #transfer, #reopen, #unmerge, .duplicate button')) intoWindow();
    else if (pressed?.id === 'log-call' && pressed.getAttribute('aria-expanded') === 'false') follow(() => at('call-number'));
    else if (pressed?.matches('.views .tab')) setTimeout(() => {
      for (const box of document.querySelectorAll('[data-follow]')) box.scrollTop = box.scrollHeight;
    }, 150);
  });
  addEventListener('submit', event => {
    const fact = field(event.target);
    if (fact) follow(() => at(`edit-${fact}`) ?? document.querySelector(`[data-fact='${fact}']:has(.problem) #fact-${fact}`));
  });
  addEventListener('change', event => {
    if (event.target.id === 'add-fact' && event.target.value) follow(((fact) => () => at(`fact-${fact}`))(event.target.value));
  });

  addEventListener('click', event => {
    const open = event.target.closest?.('button[data-open]');
    if (open) at(open.dataset.open)?.showModal();
    const close = event.target.closest?.('button[data-close]');
    if (close) at(close.dataset.close)?.close();
  });

  // --- Pictures in large, on this page; the arrows go through all of the case.
  const words = () => document.querySelector('article.case')?.dataset ?? {};
  let box = null;
  let pictures = [];
  let shown = 0;

  function button(text, action) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', action);
    return made;
  }

  function show(index) {
    shown = (index + pictures.length) % pictures.length;
    box.querySelector('img').src = pictures[shown];
    box.querySelector('.lightbox-count').textContent = `${shown + 1} / ${pictures.length}`;
  }

  function open(link) {
    pictures = [...new Set([...document.querySelectorAll('a[data-lightbox]')].map(a => a.href))];
    const { close = 'Close', previous = 'Previous', next = 'Next' } = words();
    box = document.createElement('dialog');
    box.className = 'lightbox';
    box.setAttribute('aria-label', link.title);
    const bar = document.createElement('div');
    bar.className = 'lightbox-bar';
    const count = document.createElement('span');
    count.className = 'lightbox-count';
    bar.append(count);
    if (pictures.length > 1) bar.append(button(previous, () => show(shown - 1)), button(next, () => show(shown + 1)));
    bar.append(button(close, () => box.close()));
    const frame = document.createElement('div');
    frame.className = 'lightbox-frame';
    const picture = document.createElement('img');
    picture.alt = link.querySelector('img')?.alt ?? '';
    frame.append(picture);
    box.append(bar, frame);
    box.addEventListener('keydown', event => {
      if (event.key === 'ArrowRight') show(shown + 1);
      if (event.key === 'ArrowLeft') show(shown - 1);
    });
    box.addEventListener('close', () => {
      box.remove();
      link.focus();
    });
    document.body.append(box);
    show(pictures.indexOf(link.href));
    box.showModal();
  }

  addEventListener('click', event => {
    const link = event.target.closest?.('a[data-lightbox]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    open(link);
  }, { capture: true });
})();
