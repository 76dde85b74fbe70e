import { SANDBOX_TOKEN } from '../../../emulators/hubspot';
import { linkKey } from '../../../store/links';
import { aboutOf } from '../../../store/history/place';
import type { EventSeen } from '../../../store/history/histories';
import { run } from '../../cli/cli';
import { newChat, startWorld, talk, type World } from './world';

let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(() => world.close());
beforeEach(() => {
  world.hubspot.clearRequests();
});

const histories = () => world.deps().store.histories;
/** Of the chat, oldest first. */
async function eventsOf({ chatId }: { chatId: number }): Promise<EventSeen[]> {
  const all = await histories().done({ limit: 100 });
  return all.filter(({ history }) => history?.chat === String(chatId)).toReversed();
}

describe('the history of an event', () => {
  it('tells a new lead, its owner, what was written, and the requests HubSpot saw', async () => {
    const chat = newChat({ name: 'Tom Clifton', email: 'tom@history.example', phone: '+14155550155' });
    await world.send(chat.accepted());
    const [accepted] = await eventsOf(chat);
    const seen = world.requests();
    expect(accepted).toMatchObject({
      account: 'hubspot',
      status: 'done',
      attempts: 1,
      history: {
        event: 'chat_accepted',
        channel: 'NRQ4JbEW7J',
        did: 'created',
        record: { type: 'contact', id: expect.stringMatching(/^\d+$/) },
        owner: { by: 'agent' },
        fields: expect.arrayContaining(['name', 'email', 'phone', 'owner']),
        answeredIn: expect.any(Number),
      },
    });
    expect(
      accepted!.history!.requests!.map(({ operation, status }) => [operation.split(' ')[0], status! < 300]),
    ).toEqual(seen.map((request) => [request.split(' ')[0], true]));
    await world.send(chat.finished(talk(3)));
    const [, finished] = await eventsOf(chat);
    const note = world.hubspot
      .notes()
      .find(({ properties }) => properties.hs_note_body?.includes(String(chat.chatId)));
    expect(finished!.history).toMatchObject({
      match: 'chat',
      wrote: { note: [note!.id] },
      owner: { by: 'kept' },
    });
    expect(JSON.stringify([accepted!.history, finished!.history])).not.toMatch(
      /Tom|history\.example|4155550155|Message/,
    );
  });

  it('tells by what a person who comes back was found', async () => {
    const first = newChat({ email: 'back@history.example', phone: '+14155550156' });
    await world.send(first.accepted());
    const byEmail = newChat({ email: 'Back@History.example' });
    await world.send(byEmail.accepted());
    expect((await eventsOf(byEmail))[0]!.history).toMatchObject({ match: 'email', did: 'kept' });
    const stranger = newChat();
    await world.send(stranger.accepted());
    expect((await eventsOf(stranger))[0]!.history).toMatchObject({ did: 'nothing', because: 'unidentified' });
    expect((await eventsOf(stranger))[0]!.history).not.toHaveProperty('record');
  });

  it('keeps the attempts that failed, and says when the agent was answered', async () => {
    const chat = newChat({ email: 'late@history.example' });
    world.hubspot.faults.add({ kind: 'server-error', status: 503, times: Infinity });
    await world.send(chat.accepted());
    world.hubspot.faults.clear();
    world.clock.offsetMs += 3_600_000;
    await world.retry();
    const [event] = await eventsOf(chat);
    expect(event).toMatchObject({ attempts: 2, history: { did: 'created' } });
    expect(event!.history!.attempts).toEqual([
      { at: expect.any(Number), ms: expect.any(Number), reason: expect.any(String) },
    ]);
    expect(event!.history!.answeredIn).toBeLessThan(10_000);
  });

  it('names what HubSpot did not take, without its value', async () => {
    world.hubspot.tokens.grant(SANDBOX_TOKEN);
    const chat = newChat({ email: 'refused@history.example', phone: '123' });
    await world.send(chat.accepted());
    const [event] = await eventsOf(chat);
    expect(JSON.stringify(event!.history)).not.toContain('refused@');
  });

  it('is found by the person’s links, and erased with the person', async () => {
    const chat = newChat({ email: 'erased@history.example' });
    await world.send(chat.accepted());
    await world.send(chat.finished(talk(2)));
    const key = linkKey('hubspot', 'email', 'erased@history.example');
    const { record } = (await world.deps().store.links.read([key], Date.now())).get(key)!;
    const about = aboutOf('hubspot', record, '');
    expect(await histories().done({ about, limit: 10 })).toHaveLength(2);
    const erased = await run(['erase', '--email', 'erased@history.example', '--yes'], { env: world.env });
    expect(erased.code).toBe(0);
    expect(await histories().done({ about, limit: 10 })).toEqual([]);
    expect(await eventsOf(chat)).toEqual([]);
  });
});

describe('the line of the log', () => {
  const lines = () => world.lines.filter(({ message }) => message === 'Event done');

  it('is one an event, with ids and codes', async () => {
    world.lines.length = 0;
    await world.send(newChat({ email: 'line@history.example' }).accepted());
    expect(lines()).toEqual([
      {
        level: 'info',
        message: 'Event done',
        data: {
          account: 'hubspot',
          outcome: 'created',
          record: expect.any(String),
          ms: expect.any(Number),
          because: undefined,
        },
      },
    ]);
  });

  it('is off, or of a part of the events, where the setting says so', async () => {
    world.lines.length = 0;
    world.restart({ EVENT_LOG_PERCENT: '0' });
    for (let n = 0; n < 5; n++) await world.send(newChat({ email: `off${n}@history.example` }).accepted());
    expect(lines()).toEqual([]);
    world.restart({ EVENT_LOG_PERCENT: '50' });
    for (let n = 0; n < 24; n++) await world.send(newChat().accepted());
    expect(lines().length).toBeGreaterThan(0);
    expect(lines().length).toBeLessThan(24);
  });
});
