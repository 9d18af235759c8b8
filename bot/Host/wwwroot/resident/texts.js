// The page's words in the language chosen. They come from the content, never from the scripts.

let words = {};

/** The text of a key; {name} is filled in. */
export function t(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function useTexts(texts) {
  words = texts;
}

/** Fetches a language; keeps the one in use when that fails. */
export async function loadTexts(language, base) {
  const answer = await fetch(new URL(`texts.${language}.json`, base));
  if (!answer.ok) return false;
  useTexts(await answer.json());
  return true;
}

/** Writes the words of the language in use into everything that names a key: data-t, data-t-label, data-t-title, data-t-placeholder. */
export function writeTexts(root, language) {
  root.documentElement.lang = language;
  root.title = t('title');
  for (const element of root.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
  for (const element of root.querySelectorAll('[data-t-title]')) element.title = t(element.dataset.tTitle);
  for (const element of root.querySelectorAll('[data-t-placeholder]')) element.placeholder = t(element.dataset.tPlaceholder);
}
