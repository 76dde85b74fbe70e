import { newChat, startWorld, talk, type World } from '../../e2e/hubspot/world';
import { run } from '../cli';

const ESC = '\u001b';
/** Clears the screen, names the window, turns the direction, goes back in the line, begins a line of its own. */
const WORDS = `${ESC}[2J${ESC}]0;owned\u0007\u009b31m\u202egnp.exe\u202c\u2066x\u2069\r\b\n✔ 0 events, all is well\u2028`;
const FORMULA = `=cmd|' /C calc'!A0`;
// eslint-disable-next-line no-control-regex -- what may never be seen
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const FAKE = /^✔ 0 events/m;

let world: World;
const eve = newChat({ name: `Eve${WORDS}`, email: 'eve@hostile.example', phone: '+14155550151' });
const refused = newChat({ name: WORDS, email: 'refused@hostile.example' });
const file = `https://files.example.com/${FORMULA}${WORDS}.pdf`;

beforeAll(async () => {
  world = await startWorld();
  await world.send({ ...eve.accepted(), chat_id: `${FORMULA}${WORDS}`, widget_id: `@SUM(A1)${WORDS}` });
  await world.send(
    eve.finished([{ type: 'visitor', message: `${WORDS}\n${file}`, timestamp: 1_795_428_000 }, ...talk(2)]),
  );
  const body = {
    status: 'error',
    category: 'VALIDATION_ERROR',
    message: `Refused ${WORDS}`,
    correlationId: WORDS,
  };
  world.hubspot.faults.add({ kind: 'answer', status: 400, body, method: 'POST', times: Infinity });
  await world.send(refused.accepted());
  world.hubspot.faults.clear();
});
afterAll(() => world.close());

const cli = (...args: string[]) => run(args, { env: world.env, answer: false });

async function keyOf(state: 'parked' | 'done'): Promise<string> {
  const { out } = await cli('history', '--json', '--state', state);
  return (JSON.parse(out) as { key: string }[]).at(-1)!.key;
}

const COMMANDS: readonly [args: string[], shows: RegExp][] = [
  [['history'], /chat_accepted/],
  [['history', '--csv'], /chat_accepted/],
  [['history', '--json'], /chat_accepted/],
  [['explain', '<parked>'], /\\u001b\[2J/],
  [['explain', '<parked>', '--json'], /\\u001b\[2J/],
  [['explain', '<done>'], /=cmd/],
  [['explain', `${FORMULA}${WORDS}`], /=cmd/],
  [['explain', `nothing of ${WORDS}`], /nothing is remembered of .*\\u001b\[2J/],
  [['inbox', 'list'], /\\u001b\[2J/],
  [['inbox', 'list', '--json'], /\\u001b\[2J/],
  [['inbox', 'show', '<parked>'], /\\u001b\[2J/],
  [['replay', '--since', '1h'], /\\u001b\[2J/],
];

it.each(COMMANDS)('%j: strangers’ words reach the terminal as text', async (args, shows) => {
  const keys = { '<parked>': await keyOf('parked'), '<done>': await keyOf('done') };
  const { out, error } = await cli(...args.map((arg) => keys[arg as keyof typeof keys] ?? arg));
  expect(out + error).toMatch(shows);
  expect(out + error).not.toMatch(OBEYED);
  if (!args.includes('--json')) expect(out + error).not.toMatch(FAKE);
});

it('follows strangers’ words as text, too', async () => {
  const sleep = () => Promise.reject(Object.assign(new Error('stop'), { name: 'AbortError' }));
  const { out } = await run(['history', '--follow'], { env: world.env, sleep });
  expect(out.split('\n')).toHaveLength(3);
  expect(out).not.toMatch(OBEYED);
});

it('a spreadsheet gets one line an event, and runs none of it', async () => {
  const { out } = await cli('history', '--csv');
  const lines = out.split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/^"[0-9a-f]{64}",.*"$/);
  const cells = lines.flatMap((line) => line.slice(1, -1).split('","'));
  expect(cells.filter((cell) => /^\s*[=+\-@\t]/.test(cell))).toEqual([]);
  expect(cells.some((cell) => cell.startsWith(`'${FORMULA}`))).toBe(true);
});
