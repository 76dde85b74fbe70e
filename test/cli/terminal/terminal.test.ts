import { createServer, type Server } from 'node:http';
import { filtered, type Terminal } from '../../../cli/terminal/terminal';
import { printable } from '../../../jivochat/printable';
import { run } from '../cli';

const ESC = '\u001b';
const HOSTILE = `Tom${ESC}[2J${ESC}]0;owned\u0007 \u009b31m\u0085 \r\b \u202eevil\u202c \u2066x\u2069 \u007f`;
// eslint-disable-next-line no-control-regex -- what may never be seen
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('printable', () => {
  it.each([
    ['a tab\tand a line\n', 'a tab\tand a line\n'],
    ['Zoë Müller 王 🙂👩‍👧', 'Zoë Müller 王 🙂👩‍👧'],
    [`${ESC}[31m`, '\\u001b[31m'],
    ['a\r\nb', 'a\\u000d\nb'],
    ['\u009b2J\u202e', '\\u009b2J\\u202e'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('leaves nothing a terminal obeys', () => {
    const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('');
    expect(printable(all)).not.toMatch(OBEYED);
    expect(printable(HOSTILE)).not.toMatch(OBEYED);
  });

  it('keeps JSON the same document', () => {
    expect(JSON.parse(printable(JSON.stringify({ name: HOSTILE })))).toEqual({ name: HOSTILE });
  });
});

describe('filtered', () => {
  /** A terminal that colours, and remembers what it was sent. */
  function colouring() {
    const sent: string[] = [];
    const take = (text: string) => void sent.push(text);
    const inner: Terminal = {
      out: take,
      error: take,
      working: (words) => (take(words), { step: (said) => take(said ?? ''), end: take }),
      confirm: (question) => (take(question), Promise.resolve(true)),
      style: (_format, text) => `${ESC}[31m${text}${ESC}[39m`,
    };
    return { sent, terminal: filtered(inner) };
  }

  it('lets pass the colours of the program and nothing of anybody else', async () => {
    const { sent, terminal } = colouring();
    const styled = terminal.style('red', `✗ ${HOSTILE}`);
    terminal.out(`${styled} ${HOSTILE}`);
    terminal.error(`${HOSTILE}${styled}`);
    terminal.working?.(HOSTILE).step(`${ESC}[2J`);
    await terminal.confirm?.(HOSTILE);
    expect(sent).toHaveLength(5);
    expect(sent[0]).toContain(`${ESC}[31m✗ Tom\\u001b[2J`);
    expect(sent[3]).toBe('\\u001b[2J');
    const withoutColours = sent.map((text) => text.replaceAll(`${ESC}[31m`, '').replaceAll(`${ESC}[39m`, ''));
    for (const text of withoutColours) expect(text).not.toMatch(OBEYED);
  });

  it('does not take a colour it made itself from a text it was given', () => {
    const { sent, terminal } = colouring();
    terminal.out(`${ESC}[31mred by a visitor${ESC}[39m`);
    expect(sent[0]).toBe('\\u001b[31mred by a visitor\\u001b[39m');
  });
});

describe('what a server says', () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    server = createServer((_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ category: 'VALIDATION_ERROR', message: HOSTILE, result: HOSTILE }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterEach(() => new Promise((closed) => (server.close(closed), server.closeAllConnections())));

  it.each([
    [['doctor', 'hubspot']],
    [['doctor', 'hubspot', '--json']],
    [['setup', 'hubspot']],
    [['send', 'chat_accepted', '--url', '<url>/webhooks/hubspot/a-token-0123456789']],
  ])('%j reaches the terminal without a control character', async (args) => {
    const { code, out, error } = await run(
      args.map((arg) => arg.replace('<url>', url)),
      { env: { HUBSPOT_ACCESS_TOKEN: 'key', HUBSPOT_BASE_URL: url } },
    );
    expect(code).not.toBe(0);
    expect(out + error).toMatch(/Tom/);
    expect(out + error).not.toMatch(OBEYED);
  });
});
