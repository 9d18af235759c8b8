// An EventSource of npm with a key. Arguments: url, key. Out: one JSON line an event: {id, event, data}; {open: true} when it (re)opens.
// Ends when its input ends.
const { EventSource } = require('eventsource');

const [url, key, ...kinds] = process.argv.slice(2);
const source = new EventSource(url, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, Authorization: `Bearer ${key}` } }) });
const tell = line => process.stdout.write(JSON.stringify(line) + '\n');
source.onopen = () => tell({ open: true });
for (const kind of kinds) source.addEventListener(kind, e => tell({ id: e.lastEventId, event: kind, data: JSON.parse(e.data) }));
process.stdin.resume().on('end', () => {
  source.close();
  process.exit(0);
});
