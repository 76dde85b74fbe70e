import { ALL_SCOPES, SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { newChat, startWorld, talk, type World, type WorldOptions } from './world';

let world: World;
afterEach(() => world.close());

const ACME = { organization: { id: 1, name: 'Acme Ltd' } };
const isAboutCompanies = (line: string) => /compan/i.test(line);

/** One chat of somebody whose organization JivoChat may know. @returns what its events asked HubSpot for. */
async function chatOf(email: string, parts: object = ACME) {
  const chat = newChat({ email });
  await world.send(chat.accepted({}, parts));
  await world.send(chat.finished(talk(2)));
  return world.requests();
}

/** The worker's round some minutes later. @returns what it asked HubSpot for of companies. */
async function later() {
  return (await all()).filter(isAboutCompanies);
}

async function all() {
  world.clock.offsetMs += 10 * 60_000;
  await world.retry();
  return world.requests();
}

const start = async (options: WorldOptions = {}) => (world = await startWorld(options));
const companiesOf = (email: string) =>
  world.hubspot.contacts().find(({ properties }) => properties.email === email)!.associations.companies;
const companies = () => world.hubspot.list('companies');

describe('a contact without a company', () => {
  it('is tied to the one JivoChat names, after the agent has their answer, and once', async () => {
    await start();
    const id = world.hubspot.seed('companies', { name: 'ACME Ltd' });
    expect((await chatOf('tom@gmail.com')).filter(isAboutCompanies)).toEqual([]);
    expect(companiesOf('tom@gmail.com')).toBeUndefined();
    const [search, tie, ...others] = await later();
    expect(search).toBe('POST companies/search');
    expect(tie).toMatch(/^PUT .*\/associations\/default\/companies\/\d+$/);
    expect(others).toEqual([]);
    expect(companiesOf('tom@gmail.com')).toEqual([id]);
    expect(await later()).toEqual([]);
  });

  it('is tied by the domain of a business e-mail first, whoever JivoChat says they work for', async () => {
    await start();
    const id = world.hubspot.seed('companies', { name: 'Acme Works GmbH', domain: 'acme-works.de' });
    world.hubspot.seed('companies', { name: 'Acme Ltd' });
    world.hubspot.seed('companies', { name: 'Mail', domain: 'gmail.com' });
    await chatOf('tom@acme-works.de');
    await chatOf('ann@acme-works.de', {});
    await chatOf('free@gmail.com', {});
    await later();
    expect(companiesOf('tom@acme-works.de')).toEqual([id]);
    expect(companiesOf('ann@acme-works.de')).toEqual([id]);
    expect(companiesOf('free@gmail.com')).toBeUndefined();
    // The domain is for the tie alone: Company is filled with it only where COMPANY_FROM_EMAIL says so.
    expect(world.hubspot.contacts().map(({ properties }) => properties.company ?? null)).toEqual([
      'Acme Ltd',
      null,
      null,
    ]);
  });

  it.each([
    ['gmail.com', 0],
    // On the long list only, which the worker asks: it has read the contact by then.
    ['rocketmail.com', 1],
  ])('a free mailbox of %s leads to none', async (domain, asked) => {
    await start();
    world.hubspot.seed('companies', { name: 'Mail', domain });
    await chatOf(`free@${domain}`, {});
    expect(await all()).toHaveLength(asked);
    expect(companiesOf(`free@${domain}`)).toBeUndefined();
  });

  it('is asked about once: whoever is known with a company costs nothing more', async () => {
    await start();
    world.hubspot.seed('companies', { name: 'Acme Works GmbH', domain: 'acme-works.de' });
    await chatOf('tom@acme-works.de');
    expect(await later()).not.toEqual([]);
    await chatOf('tom@acme-works.de');
    expect(await all()).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['of several of one domain nobody knows which', {}],
    ['one that nobody has is not made unasked', {}],
    ['none is looked for where it is off', { HUBSPOT_COMPANY: 'off' }],
  ])('has none: %s', async (why, env) => {
    await start({ env });
    const names = why.startsWith('of several') ? ['A', 'B'] : why.startsWith('none') ? ['Acme Ltd'] : [];
    for (const name of names) world.hubspot.seed('companies', { name, domain: 'acme.de' });
    await chatOf('tom@acme.de');
    const asked = await later();
    expect(companiesOf('tom@acme.de')).toBeUndefined();
    expect(companies()).toHaveLength(names.length);
    if (why.startsWith('none')) expect(asked).toEqual([]);
  });

  it('has one made for it where that is wanted, once although HubSpot’s answer is lost', async () => {
    await start({ env: { HUBSPOT_COMPANY: 'create' }, searchLagMs: 3_600_000 });
    world.hubspot.faults.add({ kind: 'html-after', status: 502, method: 'POST', path: /companies$/ });
    await chatOf('tom@acme.de');
    await later();
    world.clock.offsetMs += 10 * 60_000;
    await later();
    expect(companies().map(({ properties: { name, domain } }) => [name, domain])).toEqual([
      ['Acme Ltd', 'acme.de'],
    ]);
    expect(companiesOf('tom@acme.de')).toEqual([companies()[0]!.id]);
  });

  it('shares the one just made with a colleague, whom the search does not show it yet', async () => {
    await start({ env: { HUBSPOT_COMPANY: 'create' }, searchLagMs: 3_600_000 });
    await chatOf('tom@acme.de');
    await chatOf('ann@acme.de');
    await later();
    expect(companies()).toHaveLength(1);
    expect(companiesOf('ann@acme.de')).toEqual(companiesOf('tom@acme.de'));
  });
});

it('a contact that HubSpot has tied by itself stays with its company, and none is made beside', async () => {
  await start({ env: { HUBSPOT_COMPANY: 'create' }, automaticCompanies: 'create' });
  world.hubspot.seed('companies', { name: 'Acme Ltd' });
  await chatOf('tom@acme-works.de');
  expect(await later()).toEqual([]);
  expect(companies().map(({ properties }) => properties.name)).toEqual(['Acme Ltd', 'acme-works.de']);
  expect(companiesOf('tom@acme-works.de')).toEqual([companies()[1]!.id]);
});

it('a key without the scopes costs the tie only, is told of once and not tried again for an hour', async () => {
  await start();
  world.hubspot.seed('companies', { name: 'Acme Ltd' });
  const scopes = ALL_SCOPES.filter((scope) => !scope.startsWith('crm.objects.companies'));
  world.hubspot.tokens.grant(SANDBOX_TOKEN, scopes);
  await chatOf('tom@acme.de');
  const refused = () => world.hubspot.requests.filter(({ status }) => status === 403).length;
  world.clock.offsetMs += 10 * 60_000;
  await world.retry();
  expect(refused()).toBe(1);
  await chatOf('ann@acme.de');
  world.clock.offsetMs += 10 * 60_000;
  await world.retry();
  expect(refused()).toBe(0);
  expect(world.hubspot.contacts()).toHaveLength(2);
  expect(world.hubspot.notes()).toHaveLength(2);
  const told = world.lines.filter(({ data }) => String(data?.remedy).includes('HUBSPOT_COMPANY=off'));
  expect(told).toHaveLength(1);
  world.hubspot.tokens.grant(SANDBOX_TOKEN, ALL_SCOPES);
  world.clock.offsetMs += 3_600_000;
  await chatOf('eva@acme.de');
  await later();
  expect(companiesOf('eva@acme.de')).toHaveLength(1);
});

it('what somebody undoes stays undone while the chat goes on', async () => {
  await start();
  const id = world.hubspot.seed('companies', { name: 'Acme Ltd' });
  const chat = newChat({ email: 'tom@acme.de' });
  await world.send(chat.accepted({}, ACME));
  await later();
  expect(companiesOf('tom@acme.de')).toEqual([id]);
  world.hubspot.state.associations = world.hubspot.state.associations.filter(({ toId }) => toId !== id);
  await world.send(chat.finished(talk(2)));
  expect(await later()).toEqual([]);
  expect(companiesOf('tom@acme.de')).toBeUndefined();
});
