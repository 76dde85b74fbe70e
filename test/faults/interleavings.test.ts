import fc from 'fast-check';
import { newChat, talk } from '../e2e/hubspot/world';
import type { CrmFault } from './kit/crm-faults';
import { CRMS, type CrmWorld } from './kit/crms';
import { UNTOUCHED_HUBSPOT } from './kit/hubspot-after-setup';

/** Set SEED and RUN as printed (`seed`, `path`) to play one run again. */
const SEED = process.env.SEED ? Number(process.env.SEED) : undefined;
const RUN = process.env.RUN;
const RUNS = process.env.ALL_FAULTS
  ? { hubspot: 40, pipedrive: 20, salesforce: 20 }
  : { hubspot: 3, pipedrive: 2, salesforce: 3 };
const HOUR_MS = 3_600_000;
/** Longer than the live part of a run: the search shows nothing of it before the worker comes. */
const SEARCH_LAG_MS = 20_000;

interface Step {
  visitor: number;
  kind: 'accepted' | 'updated' | 'finished' | 'again' | 'offline' | 'client';
  /** How often it is sent, at once. */
  copies: number;
}

/** People: some share an address, some a phone, so that several visitors are one person. */
const PEOPLE = [
  { email: 'a@example.com' },
  { email: 'A@example.com', phone: '+14155550001' },
  { phone: '(415) 555-0001', email: 'a@example.com' },
  { email: 'b@example.com' },
  { email: 'b@example.com' },
  { phone: '+14155550009' },
  { phone: '(415) 555-0009' },
];
/** Who is who: the visitors of one person. */
const PERSONS = [
  [0, 1, 2],
  [3, 4],
  [5, 6],
];

const step: fc.Arbitrary<Step> = fc.record({
  visitor: fc.nat(PEOPLE.length - 1),
  kind: fc.constantFrom('accepted', 'updated', 'finished', 'again', 'offline', 'client'),
  copies: fc.integer({ min: 1, max: 3 }),
});

const fault = fc.record({
  what: fc.constantFrom<CrmFault>(
    { kind: 'reset-before' },
    { kind: 'reset-after' },
    { kind: 'html', status: 502 },
    { kind: 'html-after', status: 502 },
  ),
  nth: fc.integer({ min: 1, max: 60 }),
});

describe.each([...CRMS, UNTOUCHED_HUBSPOT])('$label', (crm) => {
  it('whatever the order, the repeats and the faults: one lead a person, one note a chat, one task a message', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 14 }),
        fc.array(fault, { maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        async (steps, faults, batch) => {
          const world = await crm.start({ searchLagMs: SEARCH_LAG_MS, env: { REPLY_DEADLINE_MS: '1500' } });
          try {
            for (const { what, nth } of faults) world.hit(what, nth);
            const chats = PEOPLE.map((person) => newChat({ ...person, name: null }));
            const events = steps.flatMap(({ visitor, kind, copies }) =>
              Array.from({ length: copies }, () => eventOf(chats[visitor]!, kind)),
            );
            for (let at = 0; at < events.length; at += batch) {
              await Promise.all(events.slice(at, at + batch).map((event) => world.send(event)));
            }
            world.clearFaults();
            await drain(world);
            verify(world, steps, chats);
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: RUNS[crm.account], seed: SEED, path: RUN, endOnFailure: true },
    );
  }, 900_000);
});

function eventOf(chat: ReturnType<typeof newChat>, kind: Step['kind']) {
  switch (kind) {
    case 'accepted':
      return chat.accepted();
    case 'updated':
      return chat.updated({ description: 'interested' });
    case 'finished':
      return chat.finished(talk(4));
    case 'again':
      return chat.finished(talk(3, 4));
    case 'offline':
      return chat.offline('Please call me.');
    case 'client':
      return chat.clientUpdated({ description: 'interested' });
  }
}

/** Two workers side by side, round after round. */
async function drain(world: CrmWorld): Promise<void> {
  for (let round = 0; round < 6; round++) {
    world.clock.offsetMs += HOUR_MS;
    const [first, second] = await Promise.all([world.retry(), world.retry()]);
    if (first.left + second.left === 0) return;
  }
}

function verify(world: CrmWorld, steps: Step[], chats: ReturnType<typeof newChat>[]): void {
  const seen = (visitor: number) => steps.some((candidate) => candidate.visitor === visitor);
  const persons = PERSONS.filter((visitors) => visitors.some(seen));
  const { people, conversations, tasks } = world.holdings();
  const problems: string[] = [];
  const check = (what: string, got: number, wanted: number) => {
    if (got !== wanted) problems.push(`${what}: ${got} instead of ${wanted}`);
  };
  check('people', people, persons.length);
  for (const [visitor, chat] of chats.entries()) {
    const did = (kind: Step['kind']) =>
      steps.some((candidate) => candidate.visitor === visitor && candidate.kind === kind);
    const texts = [...(did('finished') ? talk(4) : []), ...(did('again') ? talk(3, 4) : [])];
    const own = conversations.filter((body) => new RegExp(`JivoChat chat ${chat.chatId}\\b`).test(body));
    check(`notes of visitor ${visitor}`, own.length, texts.length > 0 ? 1 : 0);
    for (const { message } of texts)
      if (!own[0]?.includes(message)) problems.push(`visitor ${visitor}: "${message}" is missing`);
    const made = tasks.filter((body) => new RegExp(`message ${chat.chatId}\\b`).test(body));
    check(`tasks of visitor ${visitor}`, made.length, did('offline') ? 1 : 0);
  }
  expect(problems).toEqual([]);
}
