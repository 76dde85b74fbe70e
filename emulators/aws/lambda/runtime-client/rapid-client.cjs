'use strict';
/**
 * In the place of the runtime client's compiled part, which posts answers through libcurl and needs cmake and a C++
 * compiler to install. The same three functions (aws-lambda-ric, src/native/rapid-client.cc) over node:http.
 */
const { Agent, request } = require('node:http');

const [hostname, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function post(path, body, headers = {}) {
  const options = { hostname, port, path, method: 'POST', agent, headers };
  request(options, (answer) => answer.resume())
    .on('error', () => process.exit(1))
    .end(body);
}

/** Never called: AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1 lets the client's own JavaScript ask for the next event. */
exports.next = () => Promise.reject(new Error('the JavaScript client asks for events'));

/** Tells the reader of both streams that everything this request wrote has been written; log-lines.ts takes it out. */
function mark(id) {
  process.stdout.write(`\u0000${id}\n`);
  process.stderr.write(`\u0000${id}\n`);
}

exports.done = (id, body) => {
  mark(id);
  post(`/2018-06-01/runtime/invocation/${id}/response`, body);
};

exports.error = (id, body, xray) => {
  mark(id);
  post(`/2018-06-01/runtime/invocation/${id}/error`, body, {
    'content-type': 'application/json',
    'lambda-runtime-function-xray-error-cause': xray.replaceAll('\n', ''),
  });
};
