// The flow of flow.json as a bot with state would run it: what was answered is kept, the next question is put, a receipt ends it.
const { randomInt } = require('node:crypto');
const { steps } = require('./flow.json');

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const receipt = () => Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');

const reply = (step, intake) => ({
  type: 'message',
  text: step.answer,
  locale: 'zh-CN',
  inputHint: step.asks ? 'expectingInput' : 'acceptingInput',
  suggestedActions: step.options && { to: [], actions: step.options.map(title => ({ type: 'imBack', title, value: title })) },
  channelData: { intake },
});

exports.greet = () => reply(steps[0], { state: 'collecting', asking: steps[0].asks });

// petition: an object that the framework keeps for the conversation.
exports.hear = (petition, text) => {
  const asked = petition.asked ?? steps[0].asks;
  const at = steps.findIndex(step => step.asks === asked);
  petition[asked] = text;
  const next = steps[at + 1];
  petition.asked = next.asks;
  if (next.asks) return reply(next, { state: 'collecting', asking: next.asks });
  petition.receipt = receipt();
  return reply(next, { state: 'submitted', receipt: petition.receipt });
};
