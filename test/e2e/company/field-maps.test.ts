import { newChat, talk } from '../hubspot/world';
import { ALL_WORLDS, COMPANY_WORLDS, type CompanyWorld, type FieldShape } from './worlds';

let world: CompanyWorld;
afterEach(() => world.close());

/** Field by type: what the site says, what the CRM holds then (HubSpot, Salesforce), and what it can make nothing of. */
const KINDS: readonly (readonly [FieldShape, string, [hubspot: unknown, salesforce: unknown], string])[] = [
  ['number', '1 234,50', ['1234.5', 1234.5], 'many'],
  ['integer', '12', ['12', 12], 'a dozen'],
  ['boolean', 'Yes', ['true', true], 'perhaps'],
  ['date', '31.12.2026', ['2026-12-31', '2026-12-31'], 'next year'],
  [
    'datetime',
    '2026-11-25T10:00:00Z',
    [/^(2026-11-25T10:00:00|1795600800000)/, /^2026-11-25T10:00:00/],
    'soon',
  ],
  ['choice', 'red', ['red', 'Red'], 'purple'],
  ['choices', 'Red, green', ['red;green', 'Red;Green'], 'purple'],
];

const nameOf = (kind: FieldShape) => (world.account === 'hubspot' ? `my_${kind}` : `My_${kind}__c`);

const fileOf = (account: string, object: string) => `
accounts:
  ${account}:
    fields:
      ${object}:
${KINDS.map(([kind]) => `        ${account === 'hubspot' ? `my_${kind}` : `My_${kind}__c`}: attribute.${kind}`).join('\n')}`;

const withAttributes = (body: object, values: readonly (readonly [string, string])[]) => ({
  ...body,
  attributes: Object.fromEntries(values),
});

/** Pipedrive's, whose fields have no names but keys, stand in `test/e2e/pipedrive`. */
const NAMED = COMPANY_WORLDS.slice(0, 2);

describe.each(NAMED)('field maps with %s', (label, start) => {
  const begin = async (learned: boolean) => {
    world = await start('');
    await world.use(fileOf(world.account, world.object));
    for (const [kind] of KINDS) world.define(nameOf(kind), kind);
    if (learned) await world.retry();
    world.requests();
  };

  it('values are converted to each field’s own type', async () => {
    await begin(true);
    const chat = newChat({ email: 'types@example.org' });
    await world.send(
      withAttributes(
        chat.accepted(),
        KINDS.map(([kind, said]) => [kind, said]),
      ),
    );
    const { fields } = world.leads().find(({ email }) => email === 'types@example.org')!;
    for (const [kind, , stored] of KINDS) {
      const expected = stored[world.account === 'hubspot' ? 0 : 1];
      const value = fields[nameOf(kind)];
      expect({ kind, value }).toEqual({
        kind,
        value: expected instanceof RegExp ? expect.stringMatching(expected) : expected,
      });
    }
  });

  it.each([
    ['that is known to be of another type', true],
    ['that only the CRM knows to be of another type', false],
  ])('a value for a field %s is dropped and named; the lead is saved', async (_, learned) => {
    await begin(learned);
    for (const [kind, , , wrong] of KINDS) {
      const email = `${kind}@example.org`;
      const chat = newChat({ email });
      const { reply } = await world.send(withAttributes(chat.accepted(), [[kind, wrong]]));
      expect({ kind, result: reply.result }).toEqual({ kind, result: 'ok' });
      const lead = world.leads().find((each) => each.email === email);
      expect({ kind, saved: lead !== undefined, value: lead?.fields[nameOf(kind)] ?? null }).toEqual({
        kind,
        saved: true,
        value:
          kind === 'boolean' && world.account === 'salesforce' ? (lead?.fields[nameOf(kind)] ?? null) : null,
      });
      expect(reply.custom_data!.find(({ title }) => title?.includes('without'))?.content).toContain(
        nameOf(kind),
      );
      await world.send(chat.finished(talk(2)));
      expect(world.notes().some((note) => note.includes(nameOf(kind)) && note.includes(wrong))).toBe(true);
    }
  });

  it('policies: a blank is filled, the first stays, the latest wins; a person’s value stays', async () => {
    world = await start('');
    const { account, object } = world;
    const [a, b, c] =
      account === 'hubspot' ? ['p_first', 'p_latest', 'p_blank'] : ['PF__c', 'PL__c', 'PB__c'];
    for (const name of [a, b, c]) world.define(name, 'text');
    await world.use(`accounts: { ${account}: { fields: { ${object}: {
      ${a}: { from: department, policy: first }, ${b}: { from: department, policy: latest }, ${c}: topic } } } }`);
    await world.retry();
    const seeded =
      world.account === 'hubspot'
        ? { email: 'p@example.org', [c]: 'theirs' }
        : { Email: 'p@example.org', [c]: 'theirs' };
    world.seed(seeded);
    const chat = newChat({ email: 'p@example.org' });
    await world.send({ ...chat.accepted(), department: { name: 'Sales' }, topic: { title: 'Price' } });
    await world.send({ ...chat.finished(talk(2)), department: { name: 'Support' } });
    const { fields } = world.leads().find(({ email }) => email === 'p@example.org')!;
    expect([fields[a], fields[b], fields[c]]).toEqual(['Sales', 'Support', 'theirs']);
    // Nothing new is told: nothing is written, and nothing is read for it.
    world.requests();
    await world.send({ ...chat.finished(talk(3)), department: { name: 'Support' } });
    const writes = world.requests().filter((line) => /^PATCH (contacts|sobjects\/Lead)/.test(line));
    expect(writes).toEqual([]);
  });

  it('maps and rules cost no request of the CRM', async () => {
    world = await start('');
    const { account, object } = world;
    const requestsOf = async (email: string) => {
      const chat = newChat({ email });
      await world.send(chat.accepted());
      await world.send(chat.finished(talk(2)));
      return world.requests().map((line) => line.replace(/\d{3,}|00\w{13,16}|\?.*/g, '…'));
    };
    await world.retry();
    world.requests();
    await requestsOf('warm@example.org');
    const without = await requestsOf('without@example.org');
    const field = account === 'hubspot' ? 'my_text' : 'My_text__c';
    world.define(field, 'text');
    await world.use(`accounts: { ${account}: { fields: { ${object}: { ${field}: utm.campaign } } } }
rules: [{ name: all, when: { utm: { source: google } }, then: { owner: anna@example.com } }]`);
    await world.retry();
    world.requests();
    await requestsOf('warm2@example.org');
    expect(await requestsOf('with@example.org')).toEqual(without);
  });

  it('a field that is not there costs no lead, and is named', async () => {
    world = await start('');
    const { account, object } = world;
    const field = account === 'hubspot' ? 'not_there' : 'Not_there__c';
    await world.use(`accounts: { ${account}: { fields: { ${object}: { ${field}: department } } } }`);
    await world.retry();
    const chat = newChat({ email: 'none@example.org' });
    const { reply } = await world.send({ ...chat.accepted(), department: { name: 'Sales' } });
    expect(world.leads().some(({ email }) => email === 'none@example.org')).toBe(true);
    expect(JSON.stringify(reply.custom_data)).toContain(field);
    expect(label).toBeTruthy();
  });
});

it('ready maps fill HubSpot’s own click ids', async () => {
  const [[, start]] = COMPANY_WORLDS as [(typeof COMPANY_WORLDS)[number]];
  world = await start('accounts: { hubspot: {} }');
  await world.retry();
  const page = {
    page: { url: 'https://shop.example.com/?gclid=G-1&fbclid=F-1' },
    organization: { name: 'Acme' },
  };
  await world.send({ ...newChat({ email: 'click@example.org' }).accepted(), ...page });
  expect(world.leads().find((lead) => lead.email === 'click@example.org')!.fields).toMatchObject({
    hs_google_click_id: 'G-1',
    hs_facebook_click_id: 'F-1',
    company: 'Acme',
  });
});

describe.each(ALL_WORLDS)('ready maps with %s', (_, start) => {
  const told = {
    page: { url: 'https://shop.example.com/?gclid=G-1' },
    session: { utm_json: { source: 'google', campaign: 'spring' } },
    department: { name: 'Sales' },
    tags: [{ title: 'hot' }],
  };
  const fieldsOf = (email: string) => world.leads().find((lead) => lead.email === email)!.fields;

  it('fill the fields the account has, blanks only, tell nothing of the others, and can be switched off', async () => {
    world = await start('');
    const { account } = world;
    const [source, department, tags] = ['utm_source', 'jivochat_department', 'jivochat_tags'].map((label) =>
      world.call(label),
    ) as [string, string, string];
    await world.use(`accounts: { ${account}: {} }`);
    await world.retry();
    world.requests();
    const chat = newChat({ email: 'ready@example.org' });
    const { reply } = await world.send({ ...chat.accepted(), ...told });
    expect(fieldsOf('ready@example.org')).toMatchObject({
      [source]: 'google',
      [department]: 'Sales',
      [tags]: 'hot',
    });
    expect(reply.custom_data!.map(({ title }) => title)).not.toContain('Saved without');
    await world.send({
      ...chat.finished(talk(2)),
      department: { name: 'Support' },
      session: { utm_json: { source: 'bing' } },
    });
    expect(fieldsOf('ready@example.org')).toMatchObject({ [source]: 'google', [department]: 'Support' });
    expect(world.notes().join()).not.toMatch(/Not accepted/);

    await world.use(`accounts: { ${account}: { ready: off } }`);
    await world.retry();
    await world.send({ ...newChat({ email: 'off@example.org' }).accepted(), ...told });
    expect(fieldsOf('off@example.org')[source] ?? null).toBeNull();
    await world.use(
      `accounts: { ${account}: { fields: { ${world.object}: { '${source}': { value: own } } } } }`,
    );
    await world.retry();
    await world.send({ ...newChat({ email: 'own@example.org' }).accepted(), ...told });
    expect(fieldsOf('own@example.org')[source]).toBe('own');
  });

  it('cost no request of an agent’s, and no refused one', async () => {
    world = await start('');
    const requestsOf = async (email: string) => {
      world.requests();
      const chat = newChat({ email });
      await world.send({ ...chat.accepted(), ...told });
      await world.send({ ...chat.finished(talk(2)), ...told });
      return world.requests().map((line) => line.replace(/\d{3,}|00\w{13,16}|\?.*/g, '…'));
    };
    await world.retry();
    await requestsOf('warm@example.org');
    const without = await requestsOf('without@example.org');
    await world.use(`accounts: { ${world.account}: {} }`);
    await world.retry();
    await requestsOf('warm2@example.org');
    expect(await requestsOf('with@example.org')).toEqual(without);
    expect(world.lines.filter(({ message }) => /keeps these fields/.test(String(message)))).toEqual([]);
  });

  it('a field that a new file names is known at the worker’s next round', async () => {
    world = await start('');
    const [first, second] = [world.name('first_number'), world.name('second_number')];
    for (const field of [first, second]) world.define(field, 'number');
    const { account, object } = world;
    const file = (field: string) =>
      `accounts: { ${account}: { fields: { ${object}: { '${field}': attribute.size } } } }`;
    await world.use(file(first));
    await world.retry();
    await world.use(file(second));
    await world.retry();
    const chat = newChat({ email: 'next@example.org' });
    await world.send({ ...chat.accepted(), attributes: { size: '1 200,5' } });
    expect(Number(fieldsOf('next@example.org')[second])).toBe(1200.5);
  });
});
