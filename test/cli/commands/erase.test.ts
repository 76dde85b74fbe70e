import { randomBytes, randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackText } from '../../../store/packed-text';
import { linkKey } from '../../../store/links';
import { startSalesforceWorld } from '../../e2e/salesforce/world';
import { newChat, startWorld, talk, type World } from '../../e2e/hubspot/world';
import { run as runCli, type Ended } from '../cli';

const TOM = { name: 'Thomasina Cliftonbury', email: 'tom.clifton@example.com', phone: '+14155552671' };
const JANE = { name: 'Jane Doering', email: 'jane@example.org', phone: '+14155550199' };

let world: World;

type Row = Record<string, unknown> & { pk: string };

async function rows(): Promise<Row[]> {
  const all = (await world.table.all()) as Row[];
  return all.toSorted((a, b) => a.pk.localeCompare(b.pk));
}

/** All that stands in the table, unpacked. */
async function contents(): Promise<string> {
  const all = await rows();
  const parts = Map.groupBy(
    all.filter(({ bytes }) => bytes),
    ({ pk }) => pk.replace(/\d+$/, ''),
  );
  const large = [...parts.values()].map((of) =>
    gunzipSync(Buffer.concat(of.map((row) => row.bytes as Uint8Array))),
  );
  const packed = all.flatMap((row) => [
    ...(row.gzip ? [gunzipSync(row.gzip as Uint8Array)] : []),
    ...[row.packed, row.packedReply].flatMap((bytes) => (bytes ? [unpackText(bytes as Uint8Array)] : [])),
  ]);
  return [JSON.stringify(all), ...packed, ...large].join('\n');
}

/** So much does not fit into one row. */
const LARGE = 400_000;

/** Every kind of event: done, parked, and waiting, in one row and, where their talk is large, in parts. */
async function live(who: typeof TOM, bytes = LARGE): Promise<{ visitor: string }> {
  const chat = newChat(who);
  await world.send(chat.accepted());
  await world.send(
    chat.finished([...talk(30), { type: 'visitor', message: `I am ${who.name}`, timestamp: 1 }]),
  );
  await world.send(newChat({ ...who, number: chat.number }).offline(`Call me: ${who.phone}`));
  await world.send(newChat(who).call({ type: 'incoming', status: 'start', phone: who.phone }));
  const large = randomBytes(bytes).toString('base64');
  await world.send(
    newChat(who).finished([{ type: 'visitor', message: `${large} ${who.name}`, timestamp: 2 }]),
  );
  world.hubspot.faults.add({ kind: 'rate-limit', policy: 'DAILY', times: Infinity });
  await world.send(newChat(who).offline(`Waiting: ${who.name}`));
  await world.send(
    newChat(who).finished([{ type: 'visitor', message: `${large} ${who.name}!`, timestamp: 3 }]),
  );
  await world.send(
    chat.finished([...talk(40), { type: 'visitor', message: who.name, timestamp: 4 }], { email: null }),
  );
  world.hubspot.faults.clear();
  await park(who);
  return { visitor: chat.number };
}

async function park(who: typeof TOM): Promise<void> {
  const [payload, key, owner] = [JSON.stringify(newChat(who).accepted()), randomUUID(), 'o'];
  const { inbox } = world.table.store;
  const event = {
    key,
    owner,
    account: 'hubspot',
    thread: `link#hubspot#thread#x:${key}`,
    receivedAt: 1,
    now: 1,
    leaseMs: 1,
  };
  await inbox.keep({ ...event, payload });
  await inbox.park({ key, owner, failure: { message: 'refused' }, now: 1 });
}

const run = (args: string[], answer?: boolean): Promise<Ended> =>
  runCli(['erase', ...args], { env: world.env, answer });

/** Neither whole nor in pieces. */
function expectNoTrace(text: string, { name, email, phone }: typeof TOM): void {
  for (const word of [email, phone, phone.slice(1), ...name.split(' ')]) {
    expect(text.toLowerCase().includes(word.toLowerCase()) && word).toBe(false);
  }
}

describe('erase', () => {
  afterEach(() => world.close());

  it('removes all of one person and nothing of another', async () => {
    world = await startWorld({ env: { KEEP_BODIES_DAYS: '7' } });
    await live(JANE);
    const before = await rows();
    const janes = await contents();
    await live(TOM);
    expect(await contents()).toContain('Cliftonbury');

    const shown = await run(['--email', TOM.email, '--dry-run']);
    expect(shown.out).toMatch(
      /event\(s\) the CRM does not have yet.*\n.* 1 parked.*\n.* answered.*\n.* body\(ies\) of answered.*\n.* conversation.*\n.* link/,
    );
    expect(shown.out).toMatch(
      /HubSpot contact \d+ {2}https:\/\/app\.hubspot\.com\/contacts\/12345678\/record\/0-1\/\d+/,
    );
    expect(shown.out).toMatch(/Nothing was removed\.$/);
    expect((await run(['--email', TOM.email], false)).out).toMatch(/for good\?\nNothing was removed\.$/);
    expect(await contents()).toContain('Cliftonbury');

    const erased = await run(['--email', 'Tom.Clifton@Example.com'], true);
    expect(erased).toMatchObject({ code: 0, error: '' });
    expect(erased.out).toMatch(/\d+ row\(s\) removed\.$/);
    const left = await contents();
    expectNoTrace(left, TOM);
    expect(left).not.toContain(linkKey('hubspot', 'email', TOM.email));
    expect(left).not.toContain(linkKey('hubspot', 'phone', TOM.phone));
    const data = (all: Row[]) => all.filter(({ pk }) => /^(inbox|link|transcript)#/.test(pk));
    expect(data(await rows())).toEqual(data(before));
    expect(janes).toContain('Doering');
    // The CRM is not touched.
    expect(world.hubspot.contacts()).toHaveLength(2);
    expect((await run(['--email', TOM.email, '--yes'])).out).toMatch(/Nothing to remove\.$/);
  });

  it.each<[string, (visitor: string) => string[]]>([
    ['phone', () => ['--phone', '+1 (415) 555-2671']],
    ['visitor', (visitor) => ['--visitor', visitor]],
    ['channel and visitor', (visitor) => ['--visitor', `NRQ4JbEW7J:${visitor}`]],
  ])('finds the same by %s', async (_by, args) => {
    world = await startWorld();
    const { visitor } = await live(TOM, 10);
    const { out, code } = await run([...args(visitor), '--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      busy: 0,
      parked: 1,
      crm: [{ account: 'hubspot', records: [{}] }],
    });
    expectNoTrace(await contents(), TOM);
  });

  it('takes with a chat what it remembers to show of the person', async () => {
    world = await startWorld();
    await world.send(newChat({ email: JANE.email }).accepted());
    world.hubspot.seed('contacts', { firstname: 'Thomasina', lastname: 'Cliftonbury', email: TOM.email });
    await world.send(newChat({ email: TOM.email }).accepted());
    const cards = () => contents();
    expect(await cards()).toContain('"card":{"name":"Thomasina Cliftonbury"');
    await run(['--email', TOM.email, '--yes']);
    expect(await cards()).not.toContain('Cliftonbury');
    expectNoTrace(await contents(), TOM);
  });

  it('follows what the CRM knows when no link is left', async () => {
    world = await startWorld();
    const chat = newChat({ email: TOM.email, name: TOM.name });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(3)));
    const lost = (await rows()).filter(({ pk }) => !/^(transcript|link#hubspot#thread)#/.test(pk));
    for (const { pk } of lost) await world.table.rows.delete('lose', pk);
    expect(await rows()).toHaveLength(2);
    await run(['--email', TOM.email, '--yes']);
    expectNoTrace(await contents(), TOM);
    expect(await rows()).toEqual([]);
  });

  it('removes parts that a crash has left behind, and says what cannot be read', async () => {
    world = await startWorld();
    const part = (pk: string, bytes: Uint8Array) => world.table.rows.put('leave', { pk, bytes });
    const gzip = gzipSync(JSON.stringify(newChat(TOM).accepted()));
    await part(`inbox#a#${randomUUID()}#part#0`, gzip);
    const halves = randomUUID();
    await part(`inbox#b#${halves}#part#0`, gzip.subarray(0, 100));
    await part(`inbox#b#${halves}#part#1`, gzip.subarray(100));
    await part(`inbox#c#${randomUUID()}#part#1`, gzip.subarray(100));
    const theirs = `inbox#d#${randomUUID()}#part#0`;
    await part(theirs, gzipSync(JSON.stringify(newChat(JANE).accepted())));
    const { out } = await run(['--email', TOM.email, '--yes', '--json']);
    expect(JSON.parse(out)).toMatchObject({ leftOverParts: 3, removed: 3, unreadable: 1 });
    expect((await rows()).filter(({ pk }) => pk === theirs)).toHaveLength(1);
  });

  it('leaves what is in work, and says so', async () => {
    world = await startWorld();
    await world.send(newChat(TOM).accepted());
    const key = linkKey('hubspot', 'email', TOM.email);
    await world.table.store.links.acquire({ keys: [key], owner: 'w', now: Date.now(), leaseMs: 30_000 });
    const { code, out } = await run(['--email', TOM.email, '--yes']);
    expect(out).toMatch(/; 1 are in work just now: run this again/);
    expect(code).toBe(1);
  });

  it('does its part when the CRM cannot be asked', async () => {
    world = await startWorld();
    await world.send(newChat(TOM).accepted());
    const env = { ...world.env, HUBSPOT_ACCESS_TOKEN: 'pat-na1-wrong' };
    const ended = await runCli(['erase', '--email', TOM.email, '--yes'], { env });
    expect(ended.out).toMatch(/contact \d+\n.*could not be asked: .*401/);
    expect(ended.code).toBe(1);
    expectNoTrace(await contents(), TOM);
    const bare = { ...world.env, HUBSPOT_ACCESS_TOKEN: '' };
    const nobody = await runCli(['erase', '--email', TOM.email, '--yes'], { env: bare });
    expect(nobody.out).toMatch(/no CRM is configured here/);
  });

  it.each([
    [[], /say who/],
    [['--email', 'nonsense'], /no e-mail address/],
    [['--phone', '555 2671'], /with its country code/],
    [['--email', TOM.email], /add --yes/],
    [['--visitor', '77', '--yes'], /several visitors.*first:77, second:77/],
  ])('%j is refused in words', async (args, words) => {
    world = await startWorld();
    for (const widget_id of ['first', 'second']) {
      const email = `${widget_id}@example.com`;
      await world.send({ ...newChat({ number: '77', email }).accepted(), widget_id });
    }
    await world.send(newChat(TOM).accepted());
    const before = await rows();
    const { code, error } = await run(args);
    expect(error).toMatch(words);
    expect(code).toBe(2);
    expect(await rows()).toEqual(before);
  });
});

it('erase works the same with Salesforce', async () => {
  const salesforce = await startSalesforceWorld();
  try {
    const chat = newChat(TOM);
    await salesforce.send(chat.accepted());
    await salesforce.send(chat.finished(talk(3)));
    const { code, out } = await runCli(['erase', '--phone', TOM.phone, '--yes'], { env: salesforce.env });
    expect(out).toMatch(/Salesforce Lead (00Q\w+) {2}http\S+\/\1\b/);
    expect(out).toMatch(/7 row\(s\) removed\.$/);
    expect(code).toBe(0);
    expectNoTrace(JSON.stringify(await salesforce.table.all()), TOM);
  } finally {
    await salesforce.close();
  }
});

it('after the key was exchanged: a stranger with the same id stays whole, and is nobody’s to delete', async () => {
  world = await startWorld();
  const tom = newChat(TOM);
  await world.send(tom.accepted());
  const id = world.hubspot.contacts().at(-1)!.id;
  world.hubspot.state.account.portalId = 87_654_321;
  world.hubspot.archive('contacts', id);
  world.hubspot.tokens.grant('of-another-portal');
  Object.assign(world.env, { HUBSPOT_ACCESS_TOKEN: 'of-another-portal' });
  world.restart();
  await world.send(newChat(JANE).accepted());
  const stored = world.hubspot.state.records.find(({ properties }) => properties.email === JANE.email)!;
  const jane = (await rows()).filter(
    ({ record }) => (record as { id?: string } | undefined)?.id === stored.id,
  );
  for (const { pk } of jane) {
    const [row] = (await rows()).filter((each) => each.pk === pk);
    await world.table.rows.put('change', { ...row, record: { type: 'contact', id } });
  }
  expect(jane.length).toBeGreaterThan(1);
  const { out } = await runCli(['erase', '--email', TOM.email, '--yes'], { env: world.env });
  expect(out).toMatch(new RegExp(`contact ${id} in another account \\(emulated:12345678\\)`));
  expect(out).not.toContain(`contacts/87654321/record/0-1/${id}`);
  const left = (await rows()).map(({ pk }) => pk);
  expect(left).toEqual(expect.arrayContaining(jane.map(({ pk }) => pk)));
  expect(left).not.toContain(linkKey('hubspot', 'email', TOM.email));
  await world.close();
});
