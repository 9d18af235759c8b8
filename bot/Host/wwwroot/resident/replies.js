// The answers that the last message offers. Always only a help: whatever is typed works as well.
import { el, atDesk } from './dom.js';

/** @param onChoose ({ type, title, value }) => void */
export function createReplies({ box, text, onChoose }) {
  function show(actions = []) {
    box.replaceChildren(...actions.map(action => el('button', {
      type: 'button',
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
    follow: item => show(item && item.speaker !== 'me' ? item.activity.suggestedActions?.actions : []),
    hide: () => show(),
  };
}
