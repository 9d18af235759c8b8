// WeChat's encryption by two implementations that are not ours.
// stdin: {"key","appId","token","seal":[text...],"open":[encrypted...]}
// stdout: {"wechat-crypto":{"sealed":[...],"opened":[{"message","id"}...],"signature"},"@wecom/crypto":{...}}
const WXBizMsgCrypt = require('wechat-crypto');
const wecom = require('@wecom/crypto');

let input = '';
process.stdin.setEncoding('utf8').on('data', piece => { input += piece; }).on('end', () => {
  const { key, appId, token, seal, open } = JSON.parse(input);
  const theirs = new WXBizMsgCrypt(token, key, appId);
  const part = open[0] || '';
  process.stdout.write(JSON.stringify({
    'wechat-crypto': {
      sealed: seal.map(text => theirs.encrypt(text)),
      opened: open.map(text => theirs.decrypt(text)),
      signature: theirs.getSignature('1714037059', '486452656', part),
    },
    '@wecom/crypto': {
      sealed: seal.map(text => wecom.encrypt(key, text, appId)),
      opened: open.map(text => wecom.decrypt(key, text)).map(({ message, id }) => ({ message, id })),
      signature: wecom.getSignature(token, '1714037059', '486452656', part),
    },
  }));
});
