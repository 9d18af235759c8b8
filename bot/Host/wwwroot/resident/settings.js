// Language, large type, what this phone keeps: the choices of the resident.
import { open, close } from './dom.js';
import { t, loadTexts, writeTexts } from './texts.js';

const other = { 'zh-CN': 'en', en: 'zh-CN' };

/** @param base address of the folder this page's files are in; first: the language the page was sent in */
export function createSettings({ store, base, root = document, onLanguage, onLarger, onClear }) {
  const find = id => root.getElementById(id);
  let language = store.get('language') ?? 'zh-CN';
  if (!other[language]) language = 'zh-CN';

  async function useLanguage(next) {
    if (!(await loadTexts(next, base).catch(() => false))) return false;
    language = next;
    writeTexts(root, language);
    find('language').lang = other[language];
    return true;
  }

  function enlarge(on) {
    root.documentElement.classList.toggle('larger', on);
    find('larger').setAttribute('aria-pressed', String(on));
  }

  enlarge(Boolean(store.get('larger')));
  find('larger').addEventListener('click', () => {
    const on = find('larger').getAttribute('aria-pressed') !== 'true';
    store.set('larger', on);
    enlarge(on);
    onLarger(on);
  });
  find('language').addEventListener('click', async () => {
    if (!(await useLanguage(other[language]))) return;
    store.set('language', language);
    onLanguage(language);
  });
  find('more').addEventListener('click', () => open(find('menu')));
  for (const dialog of root.querySelectorAll('dialog')) {
    dialog.querySelector('.close').addEventListener('click', () => close(dialog));
    dialog.addEventListener('click', event => event.target === dialog && close(dialog));
  }
  find('clear').addEventListener('click', async () => {
    close(find('menu'));
    if (await ask({ text: t('clearAsk'), yes: t('clearYes'), no: t('clearNo') })) onClear();
  });

  /** A question with two answers; true for yes. */
  function ask({ text, yes, no }) {
    const dialog = find('ask');
    find('ask-text').textContent = text;
    find('ask-yes').textContent = yes;
    find('ask-no').textContent = no;
    open(dialog);
    return new Promise(resolve => {
      const answer = value => {
        find('ask-yes').onclick = dialog.onclose = null;
        resolve(value);
      };
      dialog.onclose = () => answer(false);
      find('ask-yes').onclick = () => { answer(true); close(dialog); };
    });
  }

  return {
    get language() { return language; },
    /** The bot was asked for larger type. Whoever then taps it away keeps it away. */
    enlargeOnce() {
      if (store.get('largerHeard')) return;
      store.set('largerHeard', true);
      store.set('larger', true);
      enlarge(true);
      onLarger(true);
    },
    /** Resolves when the words are there. */
    start: async () => (await useLanguage(language)) || (language !== 'zh-CN' && useLanguage('zh-CN')),
    ask,
  };
}
