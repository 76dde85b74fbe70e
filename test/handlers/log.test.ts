import { createLog, withLogKeys } from '../../handlers/log';
import { createMask, maskData } from '../../text/masking';
import { createRetryHandler } from '../../handlers/retry';
import { createWebhookHandler } from '../../handlers/webhook';
import type { SyncDeps } from '../../sync/context';
import { newChat, startWorld } from '../e2e/hubspot/world';

const MEGABYTE = 1_048_576;
const HOUR_MS = 3_600_000;

/** All that reaches the function's log while `work` goes on. */
async function logged(work: () => unknown): Promise<string> {
  const written: string[] = [];
  const take = (chunk: unknown) => written.push(String(chunk)) > 0;
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(take),
  );
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return written.join('');
}

const sentence = 'My daughter Zebedina fell ill, call 415 555 2671. ';
const circular: Record<string, unknown> = { name: 'round' };
circular.self = circular;

const PERSONAL: [string, string[]][] = [
  ['a comment of a megabyte', [sentence.repeat(MEGABYTE / sentence.length)]],
  ['one character a megabyte long', ['x'.repeat(MEGABYTE)]],
  ['regular expression characters', ['(((((.*)*)*)*)*[[[\\', '$&', '(?<a>', 'a{99999}']],
  ['fifty thousand texts', Array.from({ length: 50_000 }, (_, n) => `aaa${n}`)],
  ['half a surrogate pair', ['\ud83d\ud83d\ud83d']],
];

const DATA: [string, () => Record<string, unknown>][] = [
  ['a megabyte', () => ({ error: 'aaaa'.repeat(MEGABYTE / 4) })],
  ['a circle', () => ({ circular })],
  [
    'a hundred thousand levels',
    () => JSON.parse(`{"deep":${'['.repeat(5000)}1${']'.repeat(5000)}}`) as Record<string, unknown>,
  ],
  ['a hundred thousand items', () => ({ list: Array.from({ length: 100_000 }, () => 'aaaa') })],
  ['a big integer', () => ({ count: 10n ** 30n })],
  ['a getter that throws', () => Object.defineProperty({}, 'x', { enumerable: true, get: fails })],
  ['a toJSON that throws', () => ({ x: { toJSON: fails } })],
  ['a proxy that throws', () => ({ x: new Proxy({}, { ownKeys: fails, get: fails }) })],
  ['an error', () => ({ error: new Error(sentence) })],
  ['a symbol and a function', () => ({ a: Symbol('x'), b: () => 1 })],
];

function fails(): never {
  throw new Error(sentence);
}

describe.each(PERSONAL)('with %s as personal data', (_name, personal) => {
  it.each(DATA)('logs %s in one short line, in little time', async (_data, data) => {
    const log = createLog({});
    const made = data();
    const began = process.cpuUsage();
    const line = await logged(() => withLogKeys({ key: 'k' }, () => log.error('said', made), personal));
    const { user } = process.cpuUsage(began);
    expect(JSON.parse(line)).toMatchObject({ message: 'said', key: 'k' });
    expect(line.length).toBeLessThan(30_000);
    expect(line).not.toContain('Zebedina');
    // A pattern that goes back over the text takes minutes.
    expect(user / 1000).toBeLessThan(3_000);
  });
});

it.each([
  ['the whole', sentence.repeat(100)],
  ['a part from the middle', sentence.repeat(3).slice(20, 90)],
  ['in capitals', sentence.toUpperCase()],
])('a long comment is masked when a CRM quotes %s of it', (_case, quoted) => {
  const { error } = maskData({ error: `It said "${quoted}" to us` }, createMask([sentence.repeat(100)]));
  expect(error).toMatch(/^It said "<personal>/);
  expect(error).not.toMatch(/Zebedina|415 555/i);
});

it('a text that begins before the cut and ends beyond it is masked', () => {
  const { error } = maskData({ error: `${'.'.repeat(1_995)}Zebedina` }, createMask(['Zebedina']));
  expect(error).toBe(`${'.'.repeat(1_995)}<personal>…`);
});

it('a comment of a megabyte that a CRM refuses does not keep the other events waiting', async () => {
  const log = createLog({});
  await logged(async () => {
    const world = await startWorld({ log });
    try {
      const comment = sentence.repeat(Math.floor(1_000_000 / sentence.length));
      world.hubspot.faults.add({ kind: 'answer', status: 423, body: { message: comment }, times: 6 });
      const answers = [
        await world.send(newChat({ email: 'one@example.com', description: comment }).accepted()),
        await world.send(newChat({ email: 'two@example.com' }).accepted()),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      world.hubspot.faults.clear();
      world.clock.offsetMs += HOUR_MS;
      expect(await world.retry()).toMatchObject({ parked: 0, left: 0 });
    } finally {
      await world.close();
    }
  });
});

it('a kept event that fails in an unforeseen way is answered with 200 all the same', async () => {
  const world = await startWorld();
  try {
    const deps = world.deps();
    const connector = { ...(await deps.connector('hubspot'))!, open: fails };
    const handler = createWebhookHandler(() => ({ ...deps, connector: () => Promise.resolve(connector) }));
    const { status } = await world.send(newChat({ email: 'one@example.com' }).accepted(), handler);
    expect(status).toBe(200);
    world.clock.offsetMs += HOUR_MS;
    expect(await world.retry()).toMatchObject({ done: 1 });
  } finally {
    await world.close();
  }
});

describe('whatever breaks the round at one event', () => {
  const BREAKS: [string, (place: { at: number }) => Partial<SyncDeps>][] = [
    [
      'while its log keys are set',
      (place) => ({
        withLogKeys: (keys, work, personal) => {
          if (personal && place.at++ === 0) throw new RangeError(sentence);
          return withLogKeys(keys, work, personal);
        },
      }),
    ],
    [
      'before it is claimed',
      (place) => ({
        newId: () => {
          if (place.at++ === 0) throw new RangeError(sentence);
          return 'id';
        },
      }),
    ],
  ];

  it.each(BREAKS)('%s: the others are done in the same round', async (_when, broken) => {
    const world = await startWorld();
    try {
      world.hubspot.faults.add({ kind: 'locked', times: Infinity });
      for (const email of ['one@example.com', 'two@example.com', 'three@example.com']) {
        await world.send(newChat({ email }).accepted());
      }
      world.hubspot.faults.clear();
      world.clock.offsetMs += HOUR_MS;
      const deps = { ...world.deps(), ...broken({ at: 0 }) };
      expect(await createRetryHandler(() => deps)({} as never)).toMatchObject({ done: 2, failed: 1 });
    } finally {
      await world.close();
    }
  });
});
