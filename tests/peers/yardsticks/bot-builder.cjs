// botbuilder (Bot Framework SDK for JavaScript): an ActivityHandler with state in memory. usage: node bot-builder.cjs PORT
const { ActivityHandler, CloudAdapter, ConfigurationBotFrameworkAuthentication, ConversationState, MemoryStorage } = require('botbuilder');
const { greet, hear } = require('./flow.cjs');
const { serve } = require('./webhook.cjs');

const state = new ConversationState(new MemoryStorage());
const petitions = state.createProperty('petition');

class Bot extends ActivityHandler {
  constructor() {
    super();
    this.onMembersAdded(async (context, next) => {
      await context.sendActivity(greet());
      await next();
    });
    this.onMessage(async (context, next) => {
      const petition = await petitions.get(context, {});
      await context.sendActivity(hear(petition, context.activity.text));
      await next();
    });
  }

  async run(context) {
    await super.run(context);
    await state.saveChanges(context);
  }
}

const bot = new Bot();
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
serve(Number(process.argv[2]), (request, response) => adapter.process(request, response, context => bot.run(context)));
