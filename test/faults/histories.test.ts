import type { FaultKind } from '../../emulators/hubspot';
import { storyOf } from '../../console/events/story';
import { newChat, startWorld, talk } from '../e2e/hubspot/world';

/** Every request of the event, each met by every fault; `ALL_FAULTS=1` plays all, `npm test` a sample. */
const REQUESTS = [1, 2, 3];
const FAULTS: FaultKind[] = [
  { kind: 'empty', status: 503 },
  { kind: 'server-error', status: 500 },
  { kind: 'reset-after' },
  { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', retryAfterSeconds: 20 },
  { kind: 'answer', status: 401, body: { category: 'EXPIRED_AUTHENTICATION' } },
];
const cells = REQUESTS.flatMap((nth) => FAULTS.map((fault) => [nth, fault] as const));
const played = process.env.ALL_FAULTS ? cells : cells.filter((_, index) => index % 4 === 1);
const HOUR_MS = 3_600_000;

let closing: () => Promise<void> = () => Promise.resolve();
afterEach(() => closing());

it.each(played)(
  'what explain tells is what HubSpot saw, with request %d met by %j',
  async (nth, fault) => {
    const world = await startWorld({ searchLagMs: 0 });
    closing = () => world.close();
    await world.send(newChat({ email: 'warm@example.com' }).offline('Hello'));
    world.hubspot.clearRequests();
    world.hubspot.faults.add({ ...fault, nth });
    const chat = newChat({ name: 'Tom', email: 'tom@example.com' });
    await world.send(chat.finished(talk(3)));
    for (let round = 0; round < 3; round++) {
      world.clock.offsetMs += HOUR_MS;
      await world.retry();
    }
    const [event] = (await world.deps().store.histories.done({ limit: 10 })).filter(
      ({ history }) => history?.chat === String(chat.chatId),
    );
    const seen = world.hubspot.requests.map(({ method }) => method);
    const story = storyOf(event!);
    expect(story.requests.map((told) => told.split(' ')[0])).toEqual(seen);
    // One was met by the fault: told with the status it had, or with none.
    const status =
      'status' in fault ? String(fault.status) : fault.kind === 'rate-limit' ? '429' : 'no answer';
    expect(story.requests.filter((told) => told.includes(`: ${status},`))).toHaveLength(1);
    const failures = story.sentences.filter((sentence) => sentence.startsWith('An attempt failed'));
    expect(failures).toHaveLength(event!.attempts - 1);
    const contacts = world.hubspot
      .contacts()
      .filter(({ properties }) => properties.email === 'tom@example.com');
    expect(event!.history?.record?.id).toBe(contacts[0]!.id);
    expect(event!.history?.wrote?.note).toEqual(
      world.hubspot
        .notes()
        .filter(({ properties }) => properties.hs_note_body?.includes(String(chat.chatId)))
        .map(({ id }) => id),
    );
  },
  60_000,
);
