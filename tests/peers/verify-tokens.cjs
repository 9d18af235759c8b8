// What Microsoft's own Bot Builder makes of Authorization headers: a verifier that we did not write.
// usage: node verify-tokens.cjs < {"appId","issuer","metadata","entraMetadata","scope","vectors":[{"name","header","activity"}]}
// Prints one object: name -> "accepted", or why not.
const { ConfigurationBotFrameworkAuthentication } = require('botbuilder');

// It writes stack traces of its own to stderr for what it refuses.
console.error = () => {};

let input = '';
process.stdin.on('data', piece => { input += piece; });
process.stdin.on('end', async () => {
  const given = JSON.parse(input);
  const verifier = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: given.appId,
    MicrosoftAppPassword: 'unused',
    MicrosoftAppType: 'MultiTenant',
    ToBotFromChannelOpenIdMetadataUrl: given.metadata,
    ToBotFromChannelTokenIssuer: given.issuer,
    ToBotFromEmulatorOpenIdMetadataUrl: given.entraMetadata,
    ToChannelFromBotLoginUrl: 'https://login.test/botframework.com',
    ToChannelFromBotOAuthScope: given.scope,
    OAuthUrl: 'https://token.test',
    CallerId: 'urn:botframework:azure',
    ValidateAuthority: 'false',
  });
  const said = {};
  for (const { name, header, activity } of given.vectors) {
    try {
      await verifier.authenticateRequest(activity, header || '');
      said[name] = 'accepted';
    } catch (error) {
      said[name] = String(error.message || error);
    }
  }
  console.log(JSON.stringify(said));
});
