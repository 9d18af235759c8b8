// Microsoft's own Direct Line client, unchanged, led line by line.
// usage: node directline.cjs OPTIONS_JSON   (what its constructor takes; "user" goes to setUserId)
// Reads one JSON command per line: {"post":"text","key":"..."}, {"reconnect":{token,streamUrl,conversationId}}, {"end":true}.
// Prints one JSON line per event: status, heard (an activity), posted, failed, ended. Stops when its input ends.
global.XMLHttpRequest = require('xhr2');
global.WebSocket = require('ws');
const { DirectLine } = require('botframework-directlinejs');

const say = line => console.log(JSON.stringify(line));
const { user, ...options } = JSON.parse(process.argv[2]);
const line = new DirectLine({ pollingInterval: 300, timeout: 2000, conversationStartProperties: { locale: 'zh-CN' }, ...options });
if (user) line.setUserId(user);

const place = () => ({ conversationId: line.conversationId, watermark: line.watermark, token: line.token, streamUrl: line.streamUrl });
line.connectionStatus$.subscribe(status => say({ status, ...place() }));
line.activity$.subscribe(
  activity => say({ heard: activity, ...place() }),
  error => say({ failed: error.message || String(error.status ?? error) }),
  () => say({ ended: true }),
);

const commands = {
  post: ({ post, key }) => line.postActivity({ type: 'message', from: { id: user || 'resident' }, text: post, channelData: { clientActivityID: key } }).subscribe(
    id => say({ posted: key, id }),
    error => say({ posted: key, error: error.status || error.message }),
  ),
  reconnect: ({ reconnect }) => line.reconnect(reconnect),
  session: () => line.getSessionId().subscribe(session => say({ session })),
  end: () => line.end(),
};
require('readline').createInterface({ input: process.stdin })
  .on('line', text => { const command = JSON.parse(text); commands[Object.keys(command)[0]](command); })
  .on('close', () => process.exit(0));
