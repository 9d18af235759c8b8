// POST /api/messages for an adapter that expects express: only what adapters use of it, so that nothing but the framework is measured.
const http = require('node:http');

exports.serve = (port, handle) => {
  const server = http.createServer((request, response) => {
    response.status = code => { response.statusCode = code; return response; };
    response.header = (name, value) => { response.setHeader(name, value); return response; };
    response.send = body => {
      const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.setHeader('content-length', bytes.length);
      response.end(bytes);
      return response;
    };
    const parts = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      request.body = JSON.parse(Buffer.concat(parts).toString('utf8'));
      handle(request, response).catch(error => {
        console.error(error);
        response.statusCode = 500;
        response.end();
      });
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1', () => console.log('ready'));
};
