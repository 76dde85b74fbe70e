import fc from 'fast-check';
import { readUserToken } from '../../../jivochat/visit/user-token';
import { anyText } from '../../arbitrary/any-text';

test.each([
  {
    case: 'query string',
    raw: 'utm_source=google&utm_medium=cpc&ref=512',
    read: { form: 'query', utm: { source: 'google', medium: 'cpc' }, data: { ref: '512' } },
  },
  {
    case: 'query string with question mark and encoded values',
    raw: '?utm_campaign=spring+sale%21&user%5Bid%5D=7',
    read: { form: 'query', utm: { campaign: 'spring sale!' }, data: { 'user[id]': '7' } },
  },
  {
    case: 'query string with a link',
    raw: 'card=https%3A%2F%2Fcrm.example%2F5',
    read: {
      form: 'query',
      link: 'https://crm.example/5',
      utm: {},
      data: { card: 'https://crm.example/5' },
    },
  },
  {
    case: 'everyday names are not utm marks',
    raw: 'source=app&term=2',
    read: { form: 'query', utm: {}, data: { source: 'app', term: '2' } },
  },
  {
    case: 'link',
    raw: 'https://crm.example/5?utm_source=mail&tab=2#top',
    read: {
      form: 'url',
      link: 'https://crm.example/5?utm_source=mail&tab=2#top',
      utm: { source: 'mail' },
      data: { tab: '2' },
    },
  },
  {
    case: 'JSON object',
    raw: '{"id":42,"vip":true,"note":null,"utm_source":"app","user":{"plan":"team","tags":["a","b"]}}',
    read: {
      form: 'json',
      utm: { source: 'app' },
      data: { id: '42', vip: 'true', 'user.plan': 'team', 'user.tags.0': 'a', 'user.tags.1': 'b' },
    },
  },
  {
    case: 'JSON with nested utm, a link and an id beyond 2^53',
    raw: '{"utm":{"source":"app"},"card":"https://crm.example/5","id":9007199254740993}',
    read: {
      form: 'json',
      link: 'https://crm.example/5',
      utm: { source: 'app' },
      data: { card: 'https://crm.example/5', id: '9007199254740993' },
    },
  },
  {
    case: 'JSON array',
    raw: '["https://crm.example/5",42]',
    read: {
      form: 'json',
      link: 'https://crm.example/5',
      utm: {},
      data: { '0': 'https://crm.example/5', '1': '42' },
    },
  },
  {
    case: 'JSON string',
    raw: '"https://crm.example/5"',
    read: { form: 'url', link: 'https://crm.example/5', utm: {}, data: {} },
  },
  {
    case: 'JSON in a JSON string',
    raw: '"{\\"id\\":7}"',
    read: { form: 'json', utm: {}, data: { id: '7' } },
  },
  {
    case: 'parts',
    raw: 'https://crm.example/5?utm_term=x | 42 | plan=team | any data',
    read: {
      form: 'parts',
      link: 'https://crm.example/5?utm_term=x',
      utm: { term: 'x' },
      data: { plan: 'team' },
    },
  },
  { case: 'parts without a link', raw: '42|Tom', read: { form: 'parts', utm: {}, data: {} } },
  { case: 'user id', raw: '42', read: { form: 'opaque', utm: {}, data: {} } },
  { case: 'GA id', raw: 'GA1.2.1234567890.1700000000', read: { form: 'opaque', utm: {}, data: {} } },
  { case: 'padded base64', raw: 'dG9tIQ==', read: { form: 'opaque', utm: {}, data: {} } },
  { case: 'broken JSON', raw: '{"id":42', read: { form: 'opaque', utm: {}, data: {} } },
  { case: 'free text', raw: 'likes a = b', read: { form: 'opaque', utm: {}, data: {} } },
])('$case', ({ raw, read }) => {
  expect(readUserToken(raw)).toEqual({ raw, ...read });
});

test.each([
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '"javascript:alert(1)"',
  '{"card":"javascript:alert(1)//https://x.example"}',
  'vbscript:x | 42',
  'card=javascript:alert(1)',
  'https://',
  'java\nscript://x',
])('%s holds no link', (raw) => {
  expect(readUserToken(raw).link).toBeUndefined();
});

test('members nested deeper than four levels are left out', () => {
  expect(readUserToken('{"a":{"b":{"c":{"d":1,"e":{"f":2}}}}}').data).toEqual({ 'a.b.c.d': '1' });
});

test('prototype names are left out', () => {
  const { data } = readUserToken('{"__proto__":"x","constructor":"y","id":1}');
  expect(Object.keys(data)).toEqual(['id']);
  expect(Object.keys(readUserToken('__proto__=x&id=1').data)).toEqual(['id']);
});

const tokens = fc.oneof(
  anyText({ maxLength: 200 }),
  fc.json(),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.webQueryParameters(),
  fc.array(fc.string()).map((parts) => parts.join(' | ')),
);

test('any text is read; raw is the whole of it; links are http or https', () => {
  fc.assert(
    fc.property(tokens, (raw) => {
      const token = readUserToken(raw);
      expect(token.raw).toBe(raw);
      expect(token.link ?? 'https://x.example').toMatch(/^https?:\/\/\S+$/i);
      expect([...Object.values(token.utm), ...Object.values(token.data)]).not.toContain('');
      expect(Object.getPrototypeOf(token.data)).toBe(Object.prototype);
    }),
  );
});

test('deep and huge tokens', () => {
  expect(readUserToken('['.repeat(100_000) + ']'.repeat(100_000)).form).toBe('json');
  expect(readUserToken('a=b|'.repeat(50_000)).data).toEqual({ a: 'b' });
});
