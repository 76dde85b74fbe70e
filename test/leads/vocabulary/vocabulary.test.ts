import { parse as parseUserAgent } from 'bowser';
import { deviceValues } from '../../../leads/vocabulary/device';
import { readDay, readMoment } from '../../../leads/vocabulary/day';
import { evaluate } from '../../../leads/vocabulary/expression';
import { parseExpression } from '../../../leads/vocabulary/parse-expression';
import { VOCABULARY, isName } from '../../../leads/vocabulary/names';
import { currentValues, firstValues, remember } from '../../../leads/vocabulary/remembered';
import { valuesOf } from '../../../leads/vocabulary/values';
import { parseEvent } from '../../../jivochat/parse';

const BODY = {
  event_name: 'chat_finished',
  widget_id: 'W1',
  chat_id: 7,
  visitor: {
    number: 18,
    name: 'Tom Clifton',
    email: 'Tom@Example.com',
    phone: '+1 415 555 2671',
    description: 'VIP',
    chats_count: 3,
    social: { whatsapp: '14155552671' },
  },
  agents: [
    { id: 1, name: 'Anna', email: 'Anna@Example.com' },
    { id: 2, name: 'Ben', email: 'ben@example.com' },
  ],
  assigned_agent: { id: 2, name: 'Ben', email: 'Ben@Example.com' },
  department: { id: 1, name: 'Sales' },
  topic: { title: 'Price' },
  tags: [{ title: 'hot' }, { title: 'eu' }],
  status: { title: 'open' },
  organization: { name: 'Acme' },
  user_token:
    '{"user_id":"u-5","plan":{"name":"pro"},"utm":{"source":"token"},"profile":"https://crm.example.com/5"}',
  session: {
    utm: 'source=google|campaign=spring',
    geoip: { country: 'Germany', country_code: 'de', region: 'Berlin', city: 'Berlin', organization: 'ISP' },
    ip_addr: '203.0.113.7',
    user_agent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  },
  page: { url: 'https://shop.example.com/p?gclid=G1&utm_term=shoes', title: 'Shoes' },
  chat: {
    rate: 'positive',
    messages: [
      { type: 'visitor', message: 'Hello', timestamp: 1_000 },
      { type: 'agent', message: 'Hi', timestamp: 1_060, agent_id: 1 },
      { type: 'visitor', message: 'A price?', timestamp: 1_190 },
    ],
  },
  attributes: { Size: 'XL' },
};

function eventOf(body: object) {
  const parsed = parseEvent(body);
  if (parsed.kind !== 'event') throw new Error(parsed.kind);
  return parsed.event;
}

const telling = {
  event: eventOf(BODY),
  receivedAt: Date.UTC(2026, 10, 25, 23, 30),
  timeZone: 'Europe/Berlin',
  channels: { W1: 'shop' },
};

describe('what an event tells', () => {
  it('every value of the table is told by one event or another', () => {
    const device = deviceValues(telling.event.visit.userAgent!, parseUserAgent);
    const names = Object.keys(VOCABULARY);
    const examples: Record<string, string> = {
      'visitor.social.*': 'visitor.social.WhatsApp',
      'page.query.*': 'page.query.gclid',
      'token.*': 'token.plan.name',
      'attribute.*': 'attribute.size',
    };
    const call = eventOf({
      event_name: 'call_event',
      call: { phone: '+4930', type: 'incoming', status: 'start' },
    });
    const asked = names.map((name) => examples[name] ?? name);
    const told = {
      ...valuesOf({ ...telling, event: call }, asked),
      ...valuesOf({ ...telling, device }, asked),
    };
    expect(told).toMatchObject({
      'visitor.name': 'Tom Clifton',
      'visitor.email': 'Tom@Example.com',
      'visitor.comment': 'VIP',
      'visitor.number': '18',
      'visitor.chats_count': '3',
      'visitor.social.WhatsApp': '14155552671',
      'chat.id': '7',
      'chat.title': 'JivoChat #18 - Tom Clifton',
      'chat.first_message': 'Hello',
      'chat.text': 'Hello\nA price?',
      'chat.messages': '2',
      'chat.minutes': '3',
      'chat.rate': 'positive',
      'page.query.gclid': 'G1',
      'utm.source': 'google',
      'utm.term': 'shoes',
      'geo.country_code': 'DE',
      'device.browser': 'Safari 18',
      'device.system': 'iOS 18.1',
      'device.type': 'mobile',
      'token.plan.name': 'pro',
      'token.link': 'https://crm.example.com/5',
      'attribute.size': 'XL',
      department: 'Sales',
      tags: 'hot, eu',
      'agent.login': 'ben@example.com',
      agents: 'Anna, Ben',
      'call.phone': '+4930',
      channel: 'shop',
      event: 'chat_finished',
      today: '2026-11-26',
    });
    const untold = asked.filter((name) => !told[name]);
    expect(untold).toEqual(['utm.medium', 'utm.content']);
    expect(asked.every(isName)).toBe(true);
  });

  it.each(['attribute.', 'utm.campain', 'nonsense', '__proto__', 'constructor'])('%s is no name', (name) => {
    expect(isName(name)).toBe(false);
  });

  it('names of the site’s own never reach a prototype', () => {
    expect(valuesOf(telling, ['attribute.__proto__', 'token.constructor', 'attribute.toString'])).toEqual({});
  });
});

describe('templates', () => {
  const values = { department: 'Sales', 'utm.campaign': 'Spring', 'attribute.born': '31.12.1990' };
  it.each([
    ['department', 'Sales'],
    ['department | lower', 'sales'],
    ['topic', undefined],
    ['topic | default:none', 'none'],
    ['JivoChat {department}: {utm.campaign}', 'JivoChat Sales: Spring'],
    ['JivoChat {department}: {topic}', 'JivoChat Sales: '],
    ['Campaign {topic}', undefined],
    ['Campaign {topic | default:?}', 'Campaign ?'],
    ['attribute.born | date', '1990-12-31'],
  ])('%s is %s', (text, expected) => {
    const parsed = parseExpression(text);
    expect(parsed.ok && evaluate(parsed.expression, values)).toBe(expected);
  });

  it.each([
    ['2026-11-25', '2026-11-25'],
    ['2026-11-25T10:00:00Z', '2026-11-25'],
    ['25.11.2026', '2026-11-25'],
    ['2026/11/5', '2026-11-05'],
    ['1764064800', '2025-11-25'],
    ['1764064800000', '2025-11-25'],
    ['11/12/2026', undefined],
    ['31.02.2026', undefined],
    ['2026-13-01', undefined],
    ['soon', undefined],
  ])('the day of %s is %s', (text, day) => {
    expect(readDay(text)).toBe(day);
    expect(readMoment(text) === undefined).toBe(day === undefined);
  });
});

describe('what a chat has told', () => {
  const events: [Record<string, string>, number][] = [
    [{ 'page.first_url': '/a', department: 'Sales' }, 10],
    [{ 'page.first_url': '/b', topic: 'Price' }, 20],
    [{ department: 'Support' }, 30],
  ];
  it('is the same in any order, and a later event without a value erases none', () => {
    const orders = [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ].map((order) => order.reduce((known, at) => remember(known, ...events[at]!), {}));
    for (const known of orders) {
      expect(currentValues(known)).toEqual({ 'page.first_url': '/a', department: 'Support', topic: 'Price' });
      expect(firstValues(known).department).toBe('Sales');
    }
  });
});
