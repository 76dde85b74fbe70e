import fc from 'fast-check';
import { loadDefinition } from '../../../connectors/registry';
import type { MappedObject } from '../../../leads/rules/rule';
import { VOCABULARY } from '../../../leads/vocabulary/names';
import { EVENT_NAMES } from '../../../jivochat/event';
import { CompanyFileError } from '../../../config/file/problem';
import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, type CompanyWorld } from './worlds';

/** As many files as there is time for in every test run; all of them with ALL_FILES=1. */
const FILES = process.env.ALL_FILES ? 300 : 4;

const name = fc.constantFrom(...Object.keys(VOCABULARY).map((each) => each.replace('*', 'plan')));
const text = fc.oneof(
  fc.constantFrom('a', 'Sales', '*', 'x*y', '{}', '0', 'true', '😀', "it's"),
  fc.string({ minLength: 1, maxLength: 20 }),
);
const source = fc.oneof(
  name,
  name.map((each) => `${each} | lower | default:none`),
  name.map((each) => `${each} | date`),
  fc.tuple(name, name).map(([a, b]) => `x {${a}} y {${b} | default:-}`),
);
const map = fc.oneof(
  source,
  fc.record({ value: text }),
  fc.record(
    {
      from: name,
      policy: fc.constantFrom('first', 'latest', 'blank'),
      default: text,
      map: fc.dictionary(text, text),
    },
    { requiredKeys: ['from'] },
  ),
);
/** Some exist, of several types, some do not. */
const field = fc.constantFrom(
  'website',
  'city',
  'numemployees',
  'lifecyclestage',
  'hs_lead_status',
  'not_there',
  'createdate',
  'Website',
  'Rating',
  'NumberOfEmployees',
  'IsConverted',
  'Nope__c',
  'name',
  'description',
  'hs_note_status',
  'a'.repeat(40),
  '9digit',
);
const fieldsOf = (objects: readonly MappedObject[]) =>
  fc.dictionary(fc.constantFrom(...objects), fc.dictionary(field, map, { maxKeys: 4 }), { maxKeys: 3 });
type Fields = ReturnType<typeof fieldsOf>;
const some = fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 }));
const when = fc.record(
  {
    channel: some,
    department: some,
    tag: some,
    page: some,
    country: some,
    agent: some,
    event: fc.constantFrom(...EVENT_NAMES),
    utm: fc.dictionary(fc.constantFrom('source', 'campaign'), some),
    hours: fc.constantFrom('open', 'closed'),
    words: some,
    has: name,
    lacks: name,
    is: fc.dictionary(name, some, { maxKeys: 2 }),
  },
  { requiredKeys: [] },
);
const then = (account: string, fields: Fields) =>
  fc.record(
    {
      create: fc.oneof(
        fc.constantFrom('never', 'identified', 'always'),
        fc.record({ messages: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ minutes: fc.constantFrom(1, 600) }),
      ),
      owner: fc.oneof(
        fc.constantFrom('agent', 'keep', 'none'),
        text,
        fc.record({ 'round-robin': fc.array(text, { minLength: 1, maxLength: 3 }) }),
      ),
      source: fc.oneof(text, source),
      fields: fields.map((each) => ({ [account]: each })),
      task: fc.record(
        {
          subject: source,
          due: fc.constantFrom('1m', '5h', '999d'),
          priority: fc.constantFrom('high', 'low'),
          reminder: fc.constant('10m'),
        },
        { requiredKeys: [] },
      ),
      object: fc.constantFrom('contact', 'lead', { pipeline: 'default', stage: 'nowhere', open: 'reuse' }),
      note: fc.constantFrom('skip', 'write'),
    },
    { requiredKeys: [] },
  );
const file = (account: string, fields: Fields) =>
  fc.record(
    {
      hours: fc.constantFrom(
        { 'mon-fri': '09:00-18:00', zone: 'America/New_York' },
        { sun: '00:00-00:01', holidays: ['12-25'] },
      ),
      guards: fc.record(
        { staff: some, empty: fc.constant('on'), 'agents-only': fc.boolean(), disposable: fc.constant('on') },
        { requiredKeys: [] },
      ),
      mask: fc.subarray(['cards', 'ibans'], { minLength: 1 }),
      accounts: fc
        .record(
          {
            fields,
            reply: fc.array(
              fc.oneof(
                fc.record({ title: text, from: source }),
                fc.record({ title: text, field, when }, { requiredKeys: ['title', 'field'] }),
              ),
              { maxLength: 3 },
            ),
            ready: fc.constantFrom('on', 'off'),
            match: fc.array(
              fc.oneof(
                fc.constantFrom('email', 'phone'),
                fc.record({ field, from: source }),
                fc.record({ link: source }),
                fc.record({ email: source }),
                fc.record({ phone: source }),
              ),
              { maxLength: 3 },
            ),
          },
          { requiredKeys: [] },
        )
        .map((each) => ({ [account]: each })),
      rules: fc
        .array(fc.record({ when, then: then(account, fields) }), { maxLength: 4 })
        .map((rules) => rules.map((rule, at) => ({ name: `rule ${at}`, ...rule }))),
    },
    { requiredKeys: ['accounts', 'rules'] },
  );

/** From then on it is in use. */
async function isRight(world: CompanyWorld, written: string): Promise<boolean> {
  try {
    await world.use(written);
    return true;
  } catch (error) {
    if (error instanceof CompanyFileError) return false;
    throw error;
  }
}

let world: CompanyWorld;
afterEach(() => world.close());

it.each(ALL_WORLDS)('with %s no file that is right makes an event fail', async (_, start) => {
  world = await start('');
  const { account } = world;
  let tried = 0;
  const seed = process.env.ALL_FILES ? undefined : 20_261_125;
  const { mappedObjects = [] } = await loadDefinition(account);
  const files = fc
    .sample(file(account, fieldsOf(mappedObjects)), { numRuns: FILES * 12, seed })
    .map((each) => JSON.stringify(each));
  for (const written of files) {
    if (tried === FILES || !(await isRight(world, written))) continue;
    tried++;
    if (tried % 2 === 0) await world.retry();
    const chat = newChat({ email: `f${tried}@example.org`, name: 'Tom', phone: '+14155550142' });
    const more = {
      department: { name: 'Sales' },
      tags: [{ title: 'a' }],
      user_token: JSON.stringify({ plan: `p${tried}<b>"\\\u2028@example.org`, link: 'https://example.org' }),
      attributes: { plan: "' OR 1=1 --" },
    };
    const events = [
      { ...chat.accepted(), ...more },
      { ...chat.finished(talk(3)), ...more },
      { ...newChat({ email: `o${tried}@example.org` }).offline('Call 4111 1111 1111 1111'), ...more },
    ];
    for (const event of events) {
      const { status, reply } = await world.send(event);
      expect({ written, status, result: reply.result }).toEqual({ written, status: 200, result: 'ok' });
    }
    // What a rule holds back for its minutes is looked at when they have passed.
    world.clock.offsetMs += 601 * 60_000;
    await world.retry();
    await world.retry();
    const { pending, parked } = await world.deps().store.queues.summary(account);
    expect({ written, pending, parked }).toEqual({ written, pending: 0, parked: 0 });
  }
  expect(tried).toBe(FILES);
});
