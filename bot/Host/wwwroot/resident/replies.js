// The answers that the last message offers. Always only a help: whatever is typed works as well.
import { el, atDesk } from './dom.js';
import { withRows } from './words.js';

// A summary's lines can be tapped themselves; buttons for each of them would only hide what they are about.
const isEdit = (item, title) => meaningOf(item, title)?.startsWith('edit:');

/** What an answer stands for, as the bot says beside it; the title is what comes back. */
const meaningOf = (item, title) => item.activity.channelData?.intake?.options?.find(option => option.title === title)?.value;

/** The actions that are shown as buttons. */
export function actionsOf(item) {
  const actions = item && item.speaker !== 'me' ? item.activity.suggestedActions?.actions ?? [] : [];
  const others = actions.filter(action => !isEdit(item, action.title));
  return withRows(item?.activity.text ?? '').some(block => block.rows) && others.length > 0 ? others : actions;
}

/** What a tap on a line of a summary says; undefined when the bot offers nothing for it. */
export const editOf = (activity, label) =>
  activity.channelData?.intake?.options?.find(option => option.value.startsWith('edit:') && option.title.endsWith(label))?.title;

/** @param onChoose ({ type, title, value }) => void */
export function createReplies({ box, text, onChoose }) {
  function show(item) {
    const actions = actionsOf(item);
    box.replaceChildren(...actions.map(action => el('button', {
      type: 'button',
      class: ['send', 'yes'].includes(meaningOf(item, action.title)) ? 'main' : undefined,
      onclick: () => {
        show();
        onChoose(action);
        if (atDesk()) text.focus();
      },
    }, action.title || String(action.value ?? ''))));
    box.hidden = actions.length === 0;
    box.scrollTop = 0;
  }
  return {
    /** Looks at the last item of the conversation and offers what it offers. */
    follow: show,
    hide: () => show(),
  };
}
