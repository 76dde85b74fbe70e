import { SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { csvCell } from '../../../cli/commands/history/table';
import { readTime } from '../../../cli/commands/history/options';
import { newChat, startWorld, talk, type World } from '../../e2e/hubspot/world';
import { run } from '../cli';

let world: World;
const tom = newChat({ name: 'Tom Clifton', email: 'tom@history.example', phone: '+14155550161' });
const ada = newChat({ name: 'Ada', email: 'ada@history.example' });
const parked = newChat({ email: 'parked@history.example' });

beforeAll(async () => {
  world = await startWorld();
  await world.send(tom.accepted());
  await world.send(tom.finished(talk(3)));
  await world.send(ada.accepted());
  world.hubspot.tokens.revoke(SANDBOX_TOKEN);
  await world.send(parked.accepted());
  world.hubspot.tokens.grant(SANDBOX_TOKEN);
});
afterAll(() => world.close());

const cli = (...args: string[]) => run(args, { env: world.env });

interface Row {
  key: string;
  status: string;
  history: { chat: string; did: string; record?: { id: string } };
}
async function rows(...args: string[]): Promise<Row[]> {
  const { code, out, error } = await cli('history', '--json', ...args);
  expect([code, error]).toEqual([0, '']);
  return JSON.parse(out) as Row[];
}
const chats = (found: Row[]) => found.map(({ history }) => history.chat);
const idOf = ({ chatId }: { chatId: number }) => String(chatId);
const contact = (email: string) =>
  world.hubspot.contacts().find(({ properties }) => properties.email === email)!;

describe('the three questions, one command each', () => {
  it('what happened to Tom’s chat yesterday at ten?', async () => {
    const { code, out } = await cli('explain', idOf(tom));
    expect(code).toBe(0);
    const { id } = contact('tom@history.example');
    expect(out).toContain(
      `chat_accepted of chat ${tom.chatId} in the channel NRQ4JbEW7J came for the account hubspot on`,
    );
    expect(out).toContain(`The contact ${id} was made.`);
    expect(out).toMatch(/The owner is \d+: the agent of the chat\./);
    expect(out).toContain('The contact ' + id + ' was found by the chat, which belonged to it already.');
    expect(out).toMatch(/A note was written: \d+\./);
    expect(out).toMatch(/POST contacts: 201, \d+ ms/);
    expect(out).not.toMatch(/Tom|tom@|4155550161/);
  });

  it('which leads came, and who got them?', async () => {
    const found = await rows('--since', '1h', '--state', 'done');
    expect(chats(found)).toEqual([idOf(ada), idOf(tom), idOf(tom)]);
    const { out } = await cli('history', '--since', '1h');
    expect(out.split('\n')[0]).toMatch(/^key +came +account +event +chat +state +done +record/);
    expect(out).toMatch(/chat_accepted +\d+ +done +record made +contact \d+/);
    expect(out).toMatch(/chat_accepted +\d+ +parked/);
    const { out: csv } = await cli('history', '--since', '1h', '--csv');
    expect(csv).toMatch(/^"key","received","account"/);
    expect(csv).toMatch(/"created","","","contact","\d+","\d+","agent"/);
  });

  it('why is this lead Anna’s?', async () => {
    const { id } = contact('ada@history.example');
    for (const named of [`https://app.hubspot.com/contacts/12345678/record/0-1/${id}`, `contact/${id}`]) {
      const { out } = await cli('explain', named);
      expect(out).toContain(`The contact ${id} was made.`);
      expect(out).toMatch(/The owner is \d+: the agent of the chat\./);
    }
  });
});

describe('history', () => {
  it.each([
    ['an e-mail in another case', ['--email', 'TOM@History.Example']],
    ['a phone in another format', ['--phone', '+1 (415) 555-0161']],
    ['the chat', ['--chat', idOf(tom)]],
    ['the chat with its channel', ['--chat', `NRQ4JbEW7J:${tom.chatId}`]],
  ])('finds a person by %s', async (_case, args) => {
    expect(chats(await rows(...args))).toEqual([idOf(tom), idOf(tom)]);
  });

  it('finds by record, state, time and account', async () => {
    const { id } = contact('tom@history.example');
    expect(chats(await rows('--record', id))).toEqual([idOf(tom), idOf(tom)]);
    expect(chats(await rows('--state', 'parked'))).toEqual([idOf(parked)]);
    expect(await rows('--until', '2h')).toEqual([]);
    expect(await rows('--account', 'salesforce')).toEqual([]);
    expect(await rows('--email', 'nobody@history.example')).toEqual([]);
    expect(await rows('--limit', '1')).toHaveLength(1);
  });

  it('follows what comes, each event once and again when it changes', async () => {
    const eve = newChat({ email: 'eve@history.example' });
    let waits = 0;
    const sleep = async () => {
      waits++;
      if (waits === 1) await world.send(eve.accepted());
      if (waits === 3) throw Object.assign(new Error('stop'), { name: 'AbortError' });
    };
    const { out } = await run(['history', '--follow', '--since', '1h'], { env: world.env, sleep });
    const lines = out.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines.at(-1)).toContain(idOf(eve));
  });

  it.each([
    [['--email', 'tom'], /that is no e-mail/],
    [['--phone', '12'], /whole number with its country code/],
    [['--since', 'yesterday'], /is no time/],
    [['--account', 'sap'], /no account is called sap/],
    [['--limit', '0'], /whole number from 1/],
    [['--state', 'lost'], /Allowed choices/],
  ])('does not understand %j', async (args, words) => {
    const { code, error } = await cli('history', ...args);
    expect(error).toMatch(words);
    expect(code).toBe(2);
  });
});

describe('explain', () => {
  it('takes the beginning of a key, as history and the log show it, and says what is open', async () => {
    const [{ key }] = (await rows('--state', 'parked')) as [Row];
    const { out } = await cli('explain', key.slice(0, 12));
    expect(out).toMatch(/It waits for a person/);
    expect(out).toMatch(/An attempt failed on .*: (HTTP 401|[A-Z_]+)\./);
    const [{ key: doneKey }] = (await rows('--chat', idOf(ada))) as [Row];
    expect((await cli('explain', doneKey.slice(0, 8))).out).toContain(`chat ${ada.chatId}`);
    expect(await cli('explain', 'ffffffffffff')).toMatchObject({
      code: 2,
      error: expect.stringMatching(/nothing is remembered/),
    });
  });

  it('tells a chat that was linked to another record from its beginning', async () => {
    const chat = newChat({ email: 'moved@history.example' });
    await world.send(chat.accepted());
    const { id } = contact('ada@history.example');
    await world.send(chat.assigned(`https://app.hubspot.com/contacts/12345678/record/0-1/${id}`));
    const { out } = await cli('explain', idOf(chat));
    const before = contact('moved@history.example').id;
    expect(out).toContain(`The contact ${before} was made.`);
    expect(out).toContain(`The agent linked the chat to the contact ${id}.`);
    expect(out).toContain(`Until then the chat belonged to the contact ${before}.`);
  });
});

describe('replay', () => {
  it('shows a plan, asks, and tells how each ended', async () => {
    expect(await run(['replay'], { env: world.env })).toMatchObject({
      code: 2,
      error: expect.stringMatching(/say which/),
    });
    const asked = await run(['replay', '--since', '1h'], { env: world.env, answer: false });
    expect(asked.out).toMatch(
      /To be tried again:\n\n1 event, 1 cause[^]*401[^]*Try 1 again\?\nNothing was done\./,
    );
    const other = await run(['replay', '--email', 'tom@history.example', '--yes'], { env: world.env });
    expect(other.out).toBe('No parked event matches.');
    const done = await run(['replay', '--since', '1h', '--yes'], {
      env: world.env,
      sleep: async () => void (await world.retry()),
    });
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/1 done, 0 failed again/) });
    expect(contact('parked@history.example')).toBeDefined();
  });
});

it.each([
  ['=1+1', `"'=1+1"`],
  ['+49 30', `"'+49 30"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=cmd', `"'\t=cmd"`],
  [' =cmd', `"' =cmd"`],
  ['\u200b=cmd', `"'\u200b=cmd"`],
  ['a "quote", a comma\nand a line', '"a ""quote"", a comma and a line"'],
  ['record made', '"record made"'],
  [undefined, '""'],
  [7, '"7"'],
])('a cell of %j runs no formula', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

it.each([
  ['90m', 10_000_000 - 5_400_000],
  ['2h', 10_000_000 - 7_200_000],
  ['2026-11-24', Date.UTC(2026, 10, 24)],
  ['2026-11-24T10:30', Date.UTC(2026, 10, 24, 10, 30)],
])('%s is a time', (text, at) => {
  expect(readTime(text, 10_000_000)).toBe(at);
});
