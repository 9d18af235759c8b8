// Photos, sound and video inside a message: those just chosen from this phone's memory, earlier ones fetched with the conversation's own right.
import { el } from './dom.js';
import { t } from './texts.js';

let fetchFile = async () => undefined;

/** @param fetcher address => promise of a Blob */
export function useFiles(fetcher) {
  fetchFile = fetcher;
}

const kept = new Map();

/** What a message carries besides its words; undefined when that is nothing. */
export function attachments(item) {
  const own = item.files ?? [];
  const list = own.length > 0 ? own.map(file => ({ kind: file.blob.type, name: file.name, blob: file.blob }))
    : (item.activity.attachments ?? []).filter(a => a.contentUrl).map(a => ({ kind: a.contentType ?? '', name: a.name, url: a.contentUrl, small: a.thumbnailUrl }));
  if (list.length === 0) return undefined;
  const box = el('div', { class: 'files' }, ...list.map(show));
  if (item.progress !== undefined && item.state !== 'sent' && item.state !== 'failed')
    box.append(el('progress', { max: 1, value: item.progress, 'aria-label': t('uploading') }));
  return box;
}

function show(file) {
  if (file.kind.startsWith('image/')) return picture(file);
  const sound = file.kind.startsWith('audio/');
  if (!sound && !file.kind.startsWith('video/')) return el('p', { class: 'file' }, file.name || t('file'));
  const player = el(sound ? 'audio' : 'video', { controls: true, preload: 'none', 'aria-label': t(sound ? 'sound' : 'video') });
  addressOf(file, file.url).then(address => { if (address) player.src = address; });
  return player;
}

function picture(file) {
  const image = el('img', { alt: t('photo'), loading: 'lazy' });
  const button = el('button', {
    type: 'button', class: 'photo', 'aria-expanded': 'false', 'aria-label': t('enlarge'),
    onclick: async () => {
      const large = button.classList.toggle('large');
      button.setAttribute('aria-expanded', String(large));
      if (large && file.small) image.src = (await addressOf(file, file.url)) ?? image.src;
    },
  }, image);
  addressOf(file, file.small ?? file.url).then(address => { if (address) image.src = address; else button.replaceWith(el('p', { class: 'file' }, t('photo'))); });
  return button;
}

/** An address in this page's memory: the right to see a file goes in a header, never in an address. */
function addressOf(file, url) {
  const key = file.blob ?? url;
  if (!kept.has(key)) kept.set(key, Promise.resolve(file.blob ?? fetchFile(url)).then(blob => blob && URL.createObjectURL(blob)).catch(() => {
    kept.delete(key);
    return undefined;
  }));
  return kept.get(key);
}
