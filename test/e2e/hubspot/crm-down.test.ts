import type { Fault } from '../../../emulators/hubspot';
import { newChat, startWorld, talk, type World } from './world';

let world: World;
afterEach(() => world.close());

const LATER_MS = 3_600_000;

describe('when HubSpot does not take an event', () => {
  it.each<[string, Fault]>([
    ['is down', { kind: 'server-error', status: 503, times: Infinity }],
    ['answers with a proxy’s page', { kind: 'html', status: 502, times: Infinity }],
    ['answers nothing', { kind: 'empty', status: 503, times: Infinity }],
    ['is over its daily limit', { kind: 'rate-limit', policy: 'DAILY', times: Infinity }],
    ['is over its ten-second limit', { kind: 'rate-limit', policy: 'TEN_SECONDLY_ROLLING', times: Infinity }],
    ['cuts the connection', { kind: 'reset-before', times: Infinity }],
    ['never answers', { kind: 'hang', times: Infinity }],
    ['is migrating', { kind: 'migrating', times: Infinity }],
  ])('because it %s, the agent is answered and the event is worked off later', async (_case, fault) => {
    world = await startWorld({ env: { REPLY_DEADLINE_MS: '1500' } });
    world.hubspot.faults.add(fault);
    const chat = newChat({ email: 'tom@example.com', name: 'Tom' });
    const { status, reply } = await world.send(chat.accepted());
    expect({ status, result: reply.result }).toEqual({ status: 200, result: 'ok' });
    expect(world.hubspot.contacts()).toEqual([]);
    expect(await world.table.store.queues.countPending('hubspot')).toBe(1);

    world.hubspot.faults.clear();
    expect(await world.retry()).toMatchObject({ done: 0, left: 1 });
    world.clock.offsetMs = LATER_MS;
    expect(await world.retry()).toEqual({ done: 1, failed: 0, parked: 0, left: 0 });
    expect(world.hubspot.contacts()).toHaveLength(1);
  });

  it('because the credential is wrong, the event is parked with HubSpot’s words', async () => {
    world = await startWorld({ env: { HUBSPOT_ACCESS_TOKEN: 'wrong' } });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.result).toBe('ok');
    const [parked] = await world.table.store.queues.parked({ account: 'hubspot', limit: 10 });
    expect(parked!.failure!.message).toMatch(/401/);
    expect(parked!.failure!.remedy).toContain('HUBSPOT_ACCESS_TOKEN');
    expect(world.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('the agent still gets the link that is remembered', async () => {
    world = await startWorld({ env: { REPLY_DEADLINE_MS: '1500' } });
    const chat = newChat({ email: 'tom@example.com' });
    const { reply: first } = await world.send(chat.accepted());
    world.hubspot.faults.add({ kind: 'hang', times: Infinity });
    const { reply } = await world.send(chat.updated({ name: 'Tom' }));
    expect(reply).toMatchObject({ result: 'ok', crm_link: first.crm_link });
  });

  it.each<[string, Fault['kind'], RegExp]>([
    ['contact', 'reset-after', /contacts$/],
    ['note', 'reset-after', /notes$/],
    ['task', 'hang-after', /tasks$/],
    ['note', 'html-after', /notes$/],
  ])('although the %s was made (%s), it is not made twice', async (_case, kind, path) => {
    world = await startWorld({ env: { REPLY_DEADLINE_MS: '1500' }, searchLagMs: 1_000 });
    world.hubspot.faults.add({ kind, method: 'POST', path, status: 502 } as Fault);
    const chat = newChat({ email: 'tom@example.com' });
    await world.send(chat.finished(talk(4)));
    await world.send(chat.offline('Hello'));
    world.clock.offsetMs = LATER_MS;
    await world.retry();
    await world.send(chat.finished(talk(6)));
    expect(
      [world.hubspot.contacts(), world.hubspot.notes(), world.hubspot.tasks()].map(({ length }) => length),
    ).toEqual([1, 1, 1]);
    expect(world.hubspot.notes()[0]!.properties.hs_note_body).toContain('Message 5.');
  });

  it('one busy second is waited for within the event', async () => {
    world = await startWorld();
    world.hubspot.faults.add({ kind: 'rate-limit', policy: 'SECONDLY' });
    const { reply } = await world.send(newChat({ email: 'tom@example.com' }).accepted());
    expect(reply.crm_link).toBeDefined();
  });
});
