// An identity provider: oidc-provider with its own pages for development, any password will do.
// usage: node identity-provider.mjs DESK_URL [--wrong-issuer]
// Prints "issuer URL" once it listens; ends with its input.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [desk, fault] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'desk', client_secret: 'desk-secret', grant_types: ['authorization_code'], response_types: ['code'],
      redirect_uris: [`${desk}/desk/sign-in/callback`], post_logout_redirect_uris: [`${desk}/desk/sign-out/callback`],
    }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups', 'station'] },
    findAccount: (_, id) => {
      const [name, group, station] = id.split('|');
      return { accountId: id, claims: () => ({ sub: id, name: `Person ${name}`, preferred_username: name, groups: group ? [group] : undefined, station }) };
    },
  });
  if (fault === '--wrong-issuer') {
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.path.endsWith('openid-configuration')) ctx.body = { ...ctx.body, issuer: 'https://somebody-else.example' };
    });
  }
  server.on('request', provider.callback());
  console.log(`issuer ${issuer}`);
});
process.stdin.resume().on('end', () => process.exit(0));
