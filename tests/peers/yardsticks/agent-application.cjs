// @microsoft/agents-hosting: an AgentApplication with state in memory. usage: node agent-application.cjs PORT
const { AgentApplication, CloudAdapter, MemoryStorage } = require('@microsoft/agents-hosting');
const { Activity } = require('@microsoft/agents-activity');
const { greet, hear } = require('./flow.cjs');
const { serve } = require('./webhook.cjs');

const app = new AgentApplication({ storage: new MemoryStorage() });
app.onConversationUpdate('membersAdded', async context => {
  await context.sendActivity(Activity.fromObject(greet()));
});
app.onActivity('message', async (context, state) => {
  const petition = state.getValue('conversation.petition') ?? {};
  const answer = hear(petition, context.activity.text);
  state.setValue('conversation.petition', petition);
  await context.sendActivity(Activity.fromObject(answer));
});

// Without a handler after the turn the state would not be saved.
app.onTurn('afterTurn', async () => true);

const adapter = new CloudAdapter();
serve(Number(process.argv[2]), (request, response) => adapter.process(request, response, context => app.run(context)));
