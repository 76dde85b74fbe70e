import { access, type Knock } from '../../console/access';

const TOKEN = 'the-token-of-the-terminal';
const COOKIE = `other=1; jivochat_console=${TOKEN}`;
const knock = (more: Partial<Knock> & { headers?: Knock['headers'] } = {}): Knock => ({
  method: 'GET',
  url: '/crm',
  ...more,
  headers: { host: 'localhost:3000', cookie: COOKIE, ...more.headers },
});

it.each<[string, Knock]>([
  ['a browser with the cookie', knock()],
  ['by its number', knock({ headers: { host: '127.0.0.1:3000' } })],
  ['a form of its own', knock({ method: 'POST', headers: { origin: 'http://localhost:3000' } })],
])('lets in %s', (_who, request) => expect(access(request, TOKEN)).toEqual({ let: 'in' }));

it('moves the token out of the address into a cookie of this page only', () => {
  const url = `/crm?token=${TOKEN}&q=x`;
  expect(access(knock({ url, headers: { cookie: undefined } }), TOKEN)).toEqual({
    let: 'in after',
    location: '/crm?q=x',
    cookie: `jivochat_console=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`,
  });
});

it.each(['//evil.example', '/\\evil.example', '///evil.example'])('leads to no other host by %s', (path) => {
  const found = access(knock({ url: `${path}?token=${TOKEN}` }), TOKEN);
  expect(
    found.let === 'in after' ? new URL(found.location, 'http://localhost:3000').host : 'out',
  ).not.toContain('evil');
});

it.each<[string, Knock]>([
  ['no token', knock({ headers: { cookie: undefined } })],
  ['another token', knock({ headers: { cookie: 'jivochat_console=guessed' } })],
  ['another token in the address', knock({ url: '/?token=guessed', headers: { cookie: undefined } })],
  ['a name that was bound to 127.0.0.1', knock({ headers: { host: 'evil.example:3000' } })],
  ['no name', knock({ headers: { host: undefined } })],
  ['the form of another page', knock({ method: 'POST', headers: { origin: 'https://evil.example' } })],
  ['another port', knock({ method: 'POST', headers: { origin: 'http://localhost:8080' } })],
  ['a page without a name', knock({ method: 'POST', headers: { origin: 'null' } })],
  ['a change without a page', knock({ method: 'POST' })],
  ['a change with the token in its address', knock({ method: 'POST', url: `/?token=${TOKEN}` })],
])('keeps out %s', (_who, request) => expect(access(request, TOKEN).let).toBe('out'));
