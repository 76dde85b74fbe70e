import fc from 'fast-check';
import type { Visit } from '../../../jivochat/event';
import { eventOf, sample } from '../sample';
import { anyText } from '../../arbitrary/any-text';

function visitOf(fields: object): Visit {
  return eventOf({ event_name: 'chat_accepted', ...fields }).visit;
}

test('the whole visit of a documented event', () => {
  expect(eventOf(sample('chat_accepted')).visit).toEqual({
    page: { url: 'https://shop.example.com/pricing?plan=team', title: 'Pricing' },
    geo: {
      countryCode: 'US',
      country: 'United States',
      region: 'California',
      city: 'San Francisco',
      organization: 'Example Networks',
    },
    ip: '203.0.113.7',
    userAgent: expect.stringContaining('Mozilla/5.0'),
    utm: {
      source: 'google',
      medium: 'cpc',
      campaign: 'spring sale',
      content: 'banner',
      term: 'crm for chats',
    },
    token: {
      raw: 'https://shop.example.com/admin/users/512 | 512 | returning',
      form: 'parts',
      link: 'https://shop.example.com/admin/users/512',
      utm: {},
      data: {},
    },
  });
});

test('nothing known is no page, no place, no token', () => {
  expect(visitOf({ session: { geoip: { country: '' } }, page: null, user_token: '' })).toEqual({ utm: {} });
});

describe('country code', () => {
  test.each([
    { code: 'de', read: 'DE' },
    { code: 'USA', read: undefined },
    { code: '42', read: undefined },
  ])('$code is read as $read', ({ code, read }) => {
    expect(visitOf({ session: { geoip: { country_code: code } } }).geo?.countryCode).toBe(read);
  });
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'shop.example.com',
  'https://[x',
])('page %s is no link and not kept', (url) => {
  expect(visitOf({ page: { url, title: 'Shop' } }).page).toEqual({ title: 'Shop' });
});

describe('session.utm', () => {
  test.each([
    { case: 'plain', utm: 'source=google|medium=cpc', read: { source: 'google', medium: 'cpc' } },
    { case: 'prefixed', utm: 'utm_source=google|UTM_Medium=cpc', read: { source: 'google', medium: 'cpc' } },
    { case: 'encoded', utm: 'campaign=spring%20sale+%26%7Cmore', read: { campaign: 'spring sale &|more' } },
    { case: 'encoded in part', utm: 'campaign=100%|source=x', read: { campaign: '100%', source: 'x' } },
    {
      case: 'ampersand and equals in a value',
      utm: 'content=R&D=1|term=x',
      read: { content: 'R&D=1', term: 'x' },
    },
    { case: 'blank and foreign marks', utm: 'source=|page=3|term= shoes ', read: { term: 'shoes' } },
    { case: 'no mark', utm: 'google', read: {} },
    { case: 'no text', utm: { source: 'google' }, read: {} },
  ])('$case', ({ utm, read }) => {
    expect(visitOf({ session: { utm } }).utm).toEqual(read);
  });
});

describe('order of the sources, mark by mark', () => {
  const utm_json = { source: 'json', medium: '', utm_term: 'json' };
  const utm = 'source=session|medium=session';
  const user_token = 'utm_source=token&utm_medium=token&utm_campaign=token';
  const url = 'https://x.example/?utm_source=page&utm_campaign=page&utm_content=page&source=menu';

  test('utm_json, then utm, then user_token, then the page', () => {
    expect(visitOf({ session: { utm_json, utm }, user_token, page: { url } }).utm).toEqual({
      source: 'json',
      term: 'json',
      medium: 'session',
      campaign: 'token',
      content: 'page',
    });
  });

  test('the page alone: only prefixed names are marks', () => {
    expect(visitOf({ page: { url: 'https://x.example/?source=menu&utm_term=shoes' } }).utm).toEqual({
      term: 'shoes',
    });
  });
});

test('utm marks hold no names but the five, whatever the texts', () => {
  const marks = ['source', 'medium', 'campaign', 'content', 'term'];
  fc.assert(
    fc.property(anyText(), fc.string(), (utm, user_token) => {
      const visit = visitOf({ session: { utm: `${utm}|source=x`, utm_json: { [utm]: 'x' } }, user_token });
      expect(marks).toEqual(expect.arrayContaining(Object.keys(visit.utm)));
    }),
  );
});

test.each([
  [{ session: { utm_json: { keyword: 'shoes' } } }, 'shoes'],
  [{ session: { utm_json: { keyword: 'shoes', term: 'boots' } } }, 'boots'],
  [{ session: { utm_json: { term: 'boots', keyword: 'shoes' } } }, 'boots'],
  [{ session: { utm: 'source=google|keyword=shoes' } }, 'shoes'],
  [{ user_token: 'utm_keyword=shoes' }, 'shoes'],
  [{ user_token: 'keyword=shoes' }, undefined],
])('the keyword of an advertisement is its term: %j', (fields, term) => {
  expect(visitOf(fields).utm.term).toBe(term);
});
