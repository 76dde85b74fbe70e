import { decide, fieldMapsOf, type Case } from '../../../leads/rules/decide';
import { mappedValues } from '../../../leads/rules/field-values';
import { remember } from '../../../leads/vocabulary/remembered';
import { companyOf } from '../../config/file/accounts';

const AT = Date.UTC(2026, 10, 25, 11);

function given(values: Record<string, string> = {}, parts: Partial<Case> = {}): Case {
  return { values, blacklisted: false, isChat: true, startedAt: AT, at: AT, timeZone: 'UTC', ...parts };
}

const rule = (when: string, then = '{ create: never }') =>
  companyOf(`
channels: { W1: shop, W2: support }
hours: { mon-fri: 09:00-18:00 }
rules: [{ name: it, when: ${when}, then: ${then} }]`);

describe('conditions', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['{ channel: shop }', { channel: 'shop' }, true],
    ['{ channel: shop }', { channel: 'support' }, false],
    ['{ channel: shop }', {}, false],
    ['{ department: [sales*, support] }', { department: 'Sales EMEA' }, true],
    ['{ tag: vip }', { tags: 'eu, VIP' }, true],
    ['{ tag: vip }', { tags: 'vips' }, false],
    ['{ page: "*/pricing*" }', { 'page.url': 'https://x.example/pricing?a=b' }, true],
    ['{ page: "*/pricing" }', { 'page.url': 'https://x.example/pricing?a=b' }, false],
    [
      '{ utm: { source: google, medium: [cpc, ppc] } }',
      { 'utm.source': 'Google', 'utm.medium': 'cpc' },
      true,
    ],
    ['{ utm: { source: google, medium: cpc } }', { 'utm.source': 'google' }, false],
    ['{ country: [DE, AT] }', { 'geo.country_code': 'AT' }, true],
    ['{ country: Germany }', { 'geo.country': 'Germany' }, true],
    ['{ agent: anna@example.com }', { 'agent.login': 'anna@example.com' }, true],
    ['{ agent: Anna* }', { 'agent.name': 'Anna Smith' }, true],
    ['{ event: [offline_message, call_event] }', { event: 'call_event' }, true],
    ['{ has: visitor.email, lacks: visitor.phone }', { 'visitor.email': 'a@b.de' }, true],
    [
      '{ has: visitor.email, lacks: visitor.phone }',
      { 'visitor.email': 'a@b.de', 'visitor.phone': '1' },
      false,
    ],
    ['{ words: [price, how much] }', { 'chat.text': 'So, HOW MUCH is it?' }, true],
    ['{ words: price }', { 'chat.text': 'What about rice-priced goods' }, false],
    ['{ words: цена }', { 'chat.text': 'Какая цена?' }, true],
    ['{ is: { attribute.plan: pro } }', { 'attribute.plan': 'Pro' }, true],
    ['{ not: { attribute.plan: pro } }', {}, true],
    ['{ not: { attribute.plan: pro } }', { 'attribute.plan': 'pro' }, false],
    ['{ hours: open }', {}, true],
    ['{ hours: closed }', {}, false],
  ])('%s on %j: %s', (when, values, holds) => {
    expect(decide(rule(when), 'hubspot', given(values)).rules).toEqual(holds ? ['it'] : []);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['the condition holds', { tags: 'vip' }, ['Plan', 'Ad']],
    ['it does not', { tags: 'other' }, ['Ad']],
  ])('a line of the card: %s', (_, values, titles) => {
    const company = companyOf(`
accounts: { hubspot: { reply: [
  { title: Plan, field: plan, when: { tag: vip } }, { title: Ad, from: utm.campaign } ] } }`);
    expect(decide(company, 'hubspot', given(values)).reply?.map(({ title }) => title)).toEqual(titles);
    expect(decide(company, 'other', given(values)).reply).toBeUndefined();
  });

  it('outside of the hours is closed', () => {
    const saturday = { at: Date.UTC(2026, 10, 28, 11) };
    expect(decide(rule('{ hours: closed }'), 'hubspot', given({}, saturday)).rules).toEqual(['it']);
  });
});

describe('guards', () => {
  const company = companyOf(`
guards: { staff: [example.com, eve@gmail.com], disposable: on, agents-only: on, empty: on, blacklisted: on }
rules: [{ name: nevertheless, when: { department: VIP }, then: { create: always, note: write } }]`);
  it.each<[string, Partial<Case>]>([
    ['staff', { email: 'tom@example.com' }],
    ['staff', { email: 'tom@mail.example.com' }],
    ['staff', { email: 'eve@gmail.com' }],
    ['disposable', { disposable: true }],
    ['agents-only', { ended: { byVisitor: 0, byAgent: 2 } }],
    ['empty', { ended: { byVisitor: 0, byAgent: 0 } }],
    ['blacklisted', { blacklisted: true }],
  ])('%s keeps %j out', (name, parts) => {
    const decision = decide(company, 'hubspot', given({}, parts));
    expect(decision).toMatchObject({ rules: [`guard: ${name}`], create: 'never', skipNote: true });
  });

  it.each<Partial<Case>>([
    { email: 'tom@notexample.com' },
    { email: 'tom@gmail.com' },
    { ended: { byVisitor: 1, byAgent: 0 } },
    { disposable: false },
  ])('lets %j in', (parts) => {
    expect(decide(company, 'hubspot', given({}, parts)).rules).toEqual([]);
  });

  it('a later rule’s word counts more', () => {
    const decision = decide(company, 'hubspot', given({ department: 'VIP' }, { email: 'a@example.com' }));
    expect(decision).toMatchObject({ create: 'always', skipNote: false });
  });
});

describe('what rules say together', () => {
  const company = companyOf(`
accounts: { hubspot: { fields: { contact: { team: department, origin: { value: chat } } } } }
rules:
  - { name: a, then: { owner: ann@x.com, source: 'Chat {department}', task: { due: 1h, priority: low } } }
  - { name: b, when: { department: Sales }, then: { task: { due: 30m }, fields: { hubspot: { contact: { TEAM: topic } } } } }
  - { name: c, when: { department: Nobody }, then: { owner: none } }`);

  it('the later one for each thing, and what it does not speak of stays', () => {
    const decision = decide(company, 'hubspot', given({ department: 'Sales' }));
    expect(decision).toMatchObject({
      rules: ['a', 'b'],
      owner: { wish: { login: 'ann@x.com' }, rule: 'a' },
      source: 'Chat Sales',
      task: { dueMs: 1_800_000, priority: 'low' },
    });
    const maps = fieldMapsOf(company, 'hubspot', decision.rules);
    expect(maps.map(({ field }) => field)).toEqual(['origin', 'TEAM']);
    expect(fieldMapsOf(company, 'salesforce', decision.rules)).toEqual([]);
  });
});

describe('field maps', () => {
  const { accounts } = companyOf(`
accounts:
  hubspot:
    fields:
      contact:
        a: { from: department, policy: first }
        b: { from: department, policy: latest }
        c: topic
        d: { value: chat }
        e: { from: department, map: { support: S } }`);
  it('take the first or the latest value told; what nobody told writes nothing', () => {
    const told = remember(remember({}, { department: 'Support' }, 2), { department: 'Sales' }, 1);
    const values = mappedValues(accounts.hubspot!.fields, told).map(({ field, value, policy }) => [
      field,
      value,
      policy,
    ]);
    expect(values).toEqual([
      ['a', 'Sales', 'first'],
      ['b', 'Support', 'latest'],
      ['d', 'chat', 'blank'],
      ['e', 'S', 'blank'],
    ]);
  });
});
