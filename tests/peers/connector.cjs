// Every call that Microsoft's Connector client can make, against a stand-in of the Connector.
// usage: node connector.cjs SERVICE_URL
// Prints one object: call -> "ok ...", or what went wrong.
const { ConnectorClient, MicrosoftAppCredentials } = require('botframework-connector');

const client = new ConnectorClient(new MicrosoftAppCredentials('', ''), { baseUri: process.argv[2], noRetryPolicy: true });
const [conversation, activity] = ['a:1|x', 'm:2'];
const message = { type: 'message', text: '您好' };
const c = client.conversations, a = client.attachments;

const calls = {
  createConversation: () => c.createConversation({ bot: { id: 'bot-1' }, members: [{ id: 'user-1' }], activity: message, isGroup: false }).then(r => r.id),
  getConversations: () => c.getConversations().then(r => Array.isArray(r.conversations)),
  sendToConversation: () => c.sendToConversation(conversation, message).then(r => r.id),
  replyToActivity: () => c.replyToActivity(conversation, activity, message).then(r => r.id),
  updateActivity: () => c.updateActivity(conversation, activity, message).then(r => r.id),
  deleteActivity: () => c.deleteActivity(conversation, activity).then(() => true),
  sendConversationHistory: () => c.sendConversationHistory(conversation, { activities: [message] }).then(r => r.id),
  getConversationMembers: () => c.getConversationMembers(conversation).then(r => r.length === 2),
  getConversationMember: () => c.getConversationMember(conversation, 'user-1').then(r => r.id),
  getConversationPagedMembers: () => c.getConversationPagedMembers(conversation).then(r => r.members.length === 2),
  getActivityMembers: () => c.getActivityMembers(conversation, activity).then(r => r.length === 2),
  uploadAttachment: () => c.uploadAttachment(conversation, { type: 'image/png', name: 'photo.png', originalBase64: new Uint8Array([1, 2]) }).then(r => r.id),
  getAttachmentInfo: () => a.getAttachmentInfo('att-1').then(r => r.name),
  getAttachment: () => a.getAttachment('att-1', 'original').then(r => r._response.status === 200),
};

(async () => {
  const said = {};
  for (const [name, call] of Object.entries(calls)) {
    try {
      const answer = await call();
      said[name] = answer ? `ok ${answer}` : 'nothing came back';
    } catch (error) {
      said[name] = String(error.message || error);
    }
  }
  // Its kept connections would hold the process for two minutes more.
  process.stdout.write(JSON.stringify(said) + '\n', () => process.exit(0));
})();
