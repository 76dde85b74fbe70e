import { defaultState } from '../../../emulators/hubspot';
import { clock, CONTACTS, note, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

it('survives a restart as JSON: records, associations, merges, properties, what the search has seen', async () => {
  const { now, advance } = clock();
  const options = { now, searchLagMs: 2000 };
  const before = await startAccount(options);
  before.emulator.defineProperty('contacts', { name: 'visitor', hasUniqueValue: true });
  const winner = before.emulator.seedContact({ email: 'w@x.de', visitor: 'v1' });
  const loser = before.emulator.seedContact({ email: 'l@x.de' });
  before.emulator.merge(winner, loser);
  advance(2000);
  await before.call('POST', '/crm/v3/objects/notes', note(loser));
  await before.create({ email: 'late@x.de' });
  const kept = JSON.parse(JSON.stringify(before.emulator)) as ReturnType<typeof defaultState>;

  const after = await startAccount({ ...options, state: kept });
  expect(after.emulator.contacts()).toEqual(before.emulator.contacts());
  expect((await after.call('GET', `${CONTACTS}/${loser}`)).body.id).toBe(winner);
  expect(after.emulator.notes()[0]?.associations).toEqual({ contacts: [winner] });
  expect((await after.create({ firstname: 'A', visitor: 'v1' })).status).toBe(400);
  expect((await after.search({})).body.total).toBe(1);
  advance(2000);
  expect((await after.search({})).body.total).toBe(2);
  const ids = new Set([...before.emulator.contacts(), ...before.emulator.notes()].map(({ id }) => id));
  expect(ids.has((await after.create({ firstname: 'New' })).body.id)).toBe(false);
});

it('two accounts share nothing, and the default one is always the same', async () => {
  const [one, two] = [await startAccount(), await startAccount()];
  one.emulator.seedContact({ firstname: 'A' });
  one.emulator.defineProperty('contacts', { name: 'extra' });
  expect(two.emulator.toJSON()).toEqual(defaultState());
});

it('writes every request down', async () => {
  const { call, create, emulator } = await startAccount({ now: clock().now });
  await create({ email: 'a@x.de' });
  await call('GET', `${CONTACTS}/a%2Bb%40x.de?idProperty=email`);
  await call('POST', CONTACTS, 'no json', { token: 'wrong' });
  const at = Date.parse('2026-11-23T10:00:00Z');
  expect(emulator.requests).toEqual([
    { method: 'POST', path: CONTACTS, query: '', status: 201, body: { properties: { email: 'a@x.de' } }, at },
    { method: 'GET', path: `${CONTACTS}/a%2Bb%40x.de`, query: '?idProperty=email', status: 404, at },
    { method: 'POST', path: CONTACTS, query: '', status: 401, body: 'no json', at },
  ]);
  emulator.clearRequests();
  expect(emulator.requests).toEqual([]);
});

it('a seed that the account has no property for is a mistake of the test', async () => {
  const { emulator } = await startAccount();
  expect(() => emulator.seedContact({ nix: '1' })).toThrow('contacts has no property nix');
});

it('properties can be taken away, and edits made as a person would', async () => {
  const { create, emulator } = await startAccount();
  const id = emulator.seedContact({ firstname: 'A' });
  emulator.update('contacts', id, { firstname: 'B', hubspot_owner_id: '41629779' });
  expect(emulator.get('contacts', id)?.properties).toMatchObject({
    firstname: 'B',
    hubspot_owner_id: '41629779',
  });
  expect(() => emulator.update('contacts', id, { hubspot_owner_id: '1' })).toThrow(/not valid/);
  emulator.undefineProperty('contacts', 'website');
  expect((await create({ firstname: 'A', website: 'https://x.de' })).status).toBe(400);
});

it('listens on the port it is given', async () => {
  const { emulator, url } = await startAccount();
  const port = Number(new URL(url).port);
  await expect(emulator.listen(port)).rejects.toThrow('EADDRINUSE');
});
