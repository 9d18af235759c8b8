// Building elements. Text goes in as text, never as markup.

/** el('p', { class: 'who', onclick }, 'text', child, undefined) */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

/** A dialog that also opens where the browser knows no modal ones. */
export function open(dialog) {
  if (dialog.open) return;
  if (dialog.showModal) dialog.showModal(); else dialog.setAttribute('open', '');
}

export function close(dialog) {
  if (dialog.close) dialog.close(); else dialog.removeAttribute('open');
}

/** With a mouse and a keyboard: Enter sends, and the focus goes back to the text box. */
export const atDesk = () => matchMedia('(hover: hover) and (pointer: fine)').matches;
