// What stands out of the talk: the receipt to keep, and the numbers to call.
import { el } from './dom.js';
import { t } from './texts.js';

export const callButtons = numbers => el('p', { class: 'calls' },
  ...numbers.map(number => el('a', { class: 'call', href: `tel:${number}` }, t('call', { number }))));

/** @param link the address that leads back to this matter, on any phone */
export function receiptCard(receipt, link) {
  const done = el('span', { class: 'done', role: 'status' });
  const say = async (key, action) => { done.textContent = t((await action()) ? key : 'copyByHand'); };
  return el('section', { class: 'receipt', 'data-receipt': receipt, 'aria-label': t('receipt') },
    el('p', { class: 'caption' }, t('receipt')),
    // Read out letter by letter, not as a word
    el('p', { class: 'code', translate: 'no' }, receipt),
    el('p', { class: 'hint' }, t('receiptHint')),
    el('p', { class: 'link' }, el('a', { href: link }, t('receiptLink'))),
    el('div', { class: 'buttons' },
      el('button', { type: 'button', onclick: () => say('copied', () => copy(t('receiptCopy', { receipt, link }))) }, t('copy')),
      el('button', { type: 'button', onclick: () => say('saved', () => save(receipt, link)) }, t('save'))),
    done);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https, and in older phones
    const box = el('textarea', { readonly: true, class: 'aside' });
    box.value = text;
    document.body.append(box);
    box.select();
    const copied = document.execCommand('copy');
    box.remove();
    return copied;
  }
}

/** The receipt as a picture, for the album of the phone. */
async function save(receipt, link) {
  const canvas = el('canvas', { width: 1080, height: 640 });
  const pen = canvas.getContext('2d');
  const write = (text, y, size, weight = 400) => {
    pen.font = `${weight} ${size}px system-ui, sans-serif`;
    pen.fillText(text, 540, y, 980);
  };
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, 1080, 640);
  pen.fillStyle = '#0b3d5c';
  pen.textAlign = 'center';
  write(t('title'), 120, 48);
  write(t('receipt'), 220, 40);
  write(receipt, 350, 104, 700);
  write(t('receiptHint'), 460, 34);
  write(link, 550, 26);
  const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
  if (!blob) return false;
  const address = URL.createObjectURL(blob);
  el('a', { href: address, download: `${receipt}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  return true;
}
