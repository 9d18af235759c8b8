// Verifies deliveries with the reference library of Standard Webhooks. In: JSON array of {secret, headers, body}.
// Out: JSON array of "good" or the library's complaint.
const { Webhook } = require('standardwebhooks');

let input = '';
process.stdin.setEncoding('utf8').on('data', part => (input += part)).on('end', () => {
  const verdicts = JSON.parse(input).map(({ secret, headers, body }) => {
    try {
      new Webhook(secret).verify(body, headers);
      return 'good';
    } catch (error) {
      return error.message;
    }
  });
  process.stdout.write(JSON.stringify(verdicts));
});
