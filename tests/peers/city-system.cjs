// A city's own system, made of npm clients alone: hears of a case by event stream and webhook, takes it over as its own clerk, reads,
// answers, waits for the resident, answers again and closes. Arguments: url of the bot, key. Out: one JSON object on what it saw.
const http = require('node:http');
const { randomUUID } = require('node:crypto');
const { EventSource } = require('eventsource');
const { Webhook } = require('standardwebhooks');

const [bot, key] = process.argv.slice(2);
const agent = { id: 'li.mei', name: '李工' };
const seen = { stream: [], hooks: [], bad: [], said: [] };

async function call(method, path, body, headers = {}) {
  const answer = await fetch(`${bot}/api/v1/${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...(method === 'GET' ? {} : { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }), ...headers },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return { etag: answer.headers.get('etag'), body: text && JSON.parse(text) };
}

function listen() {
  return new Promise(resolve => {
    const server = http.createServer((request, response) => {
      let body = '';
      request.on('data', part => (body += part)).on('end', () => {
        try {
          const event = new Webhook(server.secret).verify(body, request.headers);
          seen.hooks.push(event.data ? event.data.kind : event.type);
        } catch (error) {
          seen.bad.push(error.message);
        }
        response.writeHead(204).end();
      });
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function until(what, good) {
  for (let i = 0; i < 600; i++) {
    if (good()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${what}; ${JSON.stringify(seen)}`);
}

(async () => {
  const server = await listen();
  const added = await call('POST', 'webhooks', { name: `city ${process.pid}`, url: `http://127.0.0.1:${server.address().port}/hook` });
  server.secret = added.body.secret;
  const tested = await call('POST', `webhooks/${added.body.id}/test`);

  const source = new EventSource(`${bot}/api/v1/events`, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${key}` } }) });
  for (const kind of ['routed', 'claimed', 'contacted', 'closed', 'rated']) source.addEventListener(kind, e => seen.stream.push({ kind, ...JSON.parse(e.data) }));
  await new Promise(resolve => (source.onopen = resolve));
  console.log('ready');

  await until('a case', () => seen.stream.some(e => e.kind === 'routed'));
  const { caseId } = seen.stream.find(e => e.kind === 'routed');
  const open = await call('GET', `cases/${caseId}`);
  await call('POST', `cases/${caseId}/claim`, { agent }, { 'If-Match': open.etag });
  let transcript = (await call('GET', `cases/${caseId}/transcript`)).body;
  seen.said.push(...transcript.messages.filter(m => m.from === 'resident').map(m => m.text));
  await call('POST', `cases/${caseId}/say`, { agent, text: '您好，我是李工，请问您什么时候方便？' });

  let answer;
  while (!answer) {
    transcript = (await call('GET', `cases/${caseId}/transcript?after=${transcript.watermark}&wait=20`)).body;
    answer = transcript.messages.find(m => m.from === 'resident');
  }
  await call('POST', `cases/${caseId}/note`, { agent, text: '居民明天上午在家' });
  await call('POST', `cases/${caseId}/say`, { agent, text: '好，明天上午我到您家。' });
  const closed = await call('POST', `cases/${caseId}/close`, { agent, outcome: 'handled', sentence: '已上门处理好了，谢谢您。' });
  await until('closed on both ways', () => seen.stream.some(e => e.kind === 'closed') && seen.hooks.includes('closed'));
  source.close();
  await call('DELETE', `webhooks/${added.body.id}`);
  console.log(JSON.stringify({ caseId, tested: tested.body.delivered, masked: open.body.personalDataMasked, state: closed.body.state, answer: answer.text, ...seen }));
  process.exit(0);
})().catch(error => {
  console.error(error);
  process.exit(1);
});
