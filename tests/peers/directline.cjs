// A whole petition through Microsoft's own Direct Line client.
// usage: node directline.cjs BASE_URL BUILDING_CODE polling|socket
// Prints one JSON line per event; ends with {"done":true,"receipt":"..."} and exit code 0, or {"error":"..."} and 1.
global.XMLHttpRequest = require('xhr2');
global.WebSocket = require('ws');
const { DirectLine } = require('botframework-directlinejs');

const [base, building, mode] = process.argv.slice(2);
const say = line => console.log(JSON.stringify(line));
const fail = error => { say({ error: String(error) }); process.exit(1); };
setTimeout(() => fail('no receipt within 40 s'), 40000).unref();

const answers = {
  contact: '不想留名字',
  wish: '把钱退给我',
  counterparty: '房东王强',
  where: '就在这栋',
  detail: '502',
  when: '上周三',
  amount: '3000',
  category: '1',
  photo: '没有',
};

async function main() {
  const answer = await fetch(base + '/chat/token', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ building }),
  });
  const { token, conversationId } = await answer.json();
  const line = new DirectLine({
    token, domain: base + '/v3/directline', webSocket: mode === 'socket', pollingInterval: 300, timeout: 5000,
    conversationStartProperties: { locale: 'zh-CN' },
  });
  line.connectionStatus$.subscribe(status => say({ status }));
  const post = text => line.postActivity({ type: 'message', from: { id: 'resident' }, text, channelData: { clientActivityID: text + Date.now() } })
    .subscribe(id => say({ sent: text, id }), fail);
  let begun = false, last = '';
  line.activity$.subscribe(activity => {
    if (activity.type !== 'message') return;
    const intake = (activity.channelData || {}).intake;
    say({ from: activity.from.id, text: activity.text, asking: intake && intake.asking });
    if (!intake) return;
    if (intake.receipt && intake.state === 'submitted') {
      say({ done: true, receipt: intake.receipt, conversationId });
      process.exit(0);
    }
    if (!begun) { begun = true; post('房东不退我3000块押金,上周三退的房'); return; }
    if (!intake.asking) return;
    if (intake.asking === 'confirm') { if (last !== 'confirm') { last = 'confirm'; post('对,提交'); } return; }
    if (last === intake.asking) return;
    last = intake.asking;
    post(answers[intake.asking] || '不知道');
  }, fail);
}
main().catch(fail);
