import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { createServer as createLine, type AddressInfo, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { exchange, type HttpRequest } from '../../../../connectors/shared/http/exchange';
import { createTransport, type FetchInit } from '../../../../connectors/shared/http/transport';
import { CERTIFICATE, KEY } from './certificate';

const signal = new AbortController().signal;
const opened: { close(): unknown; closeAllConnections?(): void }[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listening<S extends { listen(port: number, host: string, then: () => void): unknown }>(
  server: S,
) {
  await new Promise<void>((then) => server.listen(0, '127.0.0.1', then));
  opened.push(server as never);
  return (server as unknown as { address(): AddressInfo }).address().port;
}

/** A server that counts its connections. */
async function serve(
  answer: RequestListener,
): Promise<{ url: string; server: Server; connections: Socket[] }> {
  const server = createServer(answer);
  const connections: Socket[] = [];
  server.on('connection', (socket) => connections.push(socket));
  return { url: `http://127.0.0.1:${await listening(server)}/`, server, connections };
}

const init: FetchInit = { method: 'POST', headers: {}, body: '{}', signal, redirect: 'error' };
const request: HttpRequest = { ...init, crm: 'A CRM', operation: 'POST people', url: '', scope: 'general' };
const ok: RequestListener = (asked, response) => asked.resume().on('end', () => response.end('{"id":1}'));

/** What comes of one write: the answer, or what the error knows. */
function sendTo(url: string, transport = createTransport(), within = signal): Promise<object> {
  return exchange({ ...request, url }, { fetch: transport, signal: within }).then(
    ({ status, json }) => ({ status, json }),
    ({ message, outcomeUnknown }: Error & { outcomeUnknown: boolean }) => ({ message, outcomeUnknown }),
  );
}

it('sends method, headers and body, and gives status and headers in lower case', async () => {
  const { url } = await serve((asked, response) => {
    let body = '';
    asked.on('data', (chunk: Buffer) => (body += chunk.toString()));
    asked.on('end', () => {
      response.writeHead(207, { 'X-Limit': '7' });
      response.end(JSON.stringify({ method: asked.method, headers: asked.headers, body }));
    });
  });
  const answer = await exchange(
    { ...request, url: `${url}a?b=c`, headers: { Authorization: 'Bearer x' }, body: 'ž' },
    { fetch: createTransport(), signal },
  );
  expect(answer.status).toBe(207);
  expect(answer.headers.get('x-limit')).toBe('7');
  expect(answer.json).toMatchObject({
    method: 'POST',
    body: 'ž',
    headers: { authorization: 'Bearer x', 'content-length': '2', 'user-agent': 'jivochat-crm' },
  });
});

it('uses one connection again, but none that was unused for long: the other side may have closed it', async () => {
  const { url, connections } = await serve(ok);
  let now = 0;
  const transport = createTransport(() => now);
  for (const [at, expected] of [
    [0, 1],
    [3_000, 1],
    [8_000, 2],
    [9_000, 2],
  ] as const) {
    now = at;
    expect(await sendTo(url, transport)).toEqual({ status: 200, json: { id: 1 } });
    // The socket is free once the answer's end has been seen.
    await new Promise(setImmediate);
    expect(connections).toHaveLength(expected);
  }
});

it('sends over TLS to whom it trusts, and uses the connection again', async () => {
  const trusted = getCACertificates();
  setDefaultCACertificates([...trusted, CERTIFICATE]);
  try {
    let connections = 0;
    const server: TlsServer = createTlsServer({ key: KEY, cert: CERTIFICATE }, (asked, response) =>
      asked.url === '/cut' ? asked.socket.destroy() : ok(asked, response),
    );
    server.on('secureConnection', () => connections++);
    const url = `https://127.0.0.1:${await listening(server)}/`;
    const transport = createTransport();
    expect(await sendTo(url, transport)).toEqual({ status: 200, json: { id: 1 } });
    await new Promise(setImmediate);
    expect(await sendTo(`${url}cut`, transport)).toMatchObject({ outcomeUnknown: true });
    expect(connections).toBe(1);
  } finally {
    setDefaultCACertificates(trusted);
  }
});

describe('what may have happened', () => {
  it('nothing, where nobody listens', async () => {
    const line = createLine();
    const port = await listening(line);
    await new Promise((closed) => line.close(closed));
    const outcome = await sendTo(`http://127.0.0.1:${port}/`);
    expect(outcome).toEqual({
      message: 'A CRM: POST people: no answer (ECONNREFUSED)',
      outcomeUnknown: false,
    });
  });

  it('nothing, where the name is not known', async () => {
    expect(await sendTo('http://nowhere.invalid/')).toMatchObject({ outcomeUnknown: false });
  });

  it('nothing, where the certificate is not trusted or no connection is made in time', async () => {
    let asked = 0;
    const port = await listening(createTlsServer({ key: KEY, cert: CERTIFICATE }, () => asked++));
    expect(await sendTo(`https://127.0.0.1:${port}/`)).toEqual({
      message: expect.stringContaining('SELF_SIGNED_CERT') as unknown,
      outcomeUnknown: false,
    });
    const mute = await listening(createLine());
    const outcome = await sendTo(`https://127.0.0.1:${mute}/`, undefined, AbortSignal.timeout(100));
    expect(outcome).toMatchObject({ outcomeUnknown: false });
    expect(asked).toBe(0);
  });

  it.each<[string, RequestListener]>([
    ['no answer came before the deadline', () => undefined],
    ['the connection broke before an answer', (asked) => asked.socket.destroy()],
    [
      'the connection broke within the answer',
      (asked, response) =>
        response.writeHead(200, { 'content-length': 9 }).write('{', () => asked.socket.destroy()),
    ],
    ['the deadline came within the answer', (_, response) => void response.writeHead(200).write('{')],
    ['the answer is a redirect', (_, response) => response.writeHead(307, { location: '/other' }).end('{}')],
    ['the answer does not end', (_, response) => endless(response)],
    ['the answer is no HTTP', (asked) => asked.socket.end('SSH-2.0\r\n\r\n')],
  ])('anything, where %s', async (_case, answer) => {
    const { url } = await serve(answer);
    const outcome = await sendTo(url, undefined, AbortSignal.timeout(300));
    expect(outcome).toMatchObject({ outcomeUnknown: true });
  });

  it('anything, where the other side closed a connection in use again', async () => {
    let count = 0;
    const { url } = await serve((asked, response) =>
      ++count === 1 ? ok(asked, response) : asked.socket.destroy(),
    );
    const transport = createTransport();
    await sendTo(url, transport);
    await new Promise(setImmediate);
    expect(await sendTo(url, transport)).toEqual({
      message: 'A CRM: POST people: no answer (ECONNRESET)',
      outcomeUnknown: true,
    });
  });
});

it('a request that is stopped leaves no connection behind', async () => {
  const { url, server } = await serve((_, response) => void response.writeHead(200).write('{'));
  await sendTo(url, undefined, AbortSignal.timeout(100));
  await new Promise((closed) => server.close(closed));
});

function endless(response: { write(chunk: Buffer, then: () => void): unknown; destroyed: boolean }): void {
  const chunk = Buffer.alloc(65_536, ' ');
  const more = () => response.destroyed || response.write(chunk, more);
  more();
}
