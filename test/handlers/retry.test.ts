import { StoreError } from '../../store/errors';
import { createStore } from '../../store/store';
import { newChat, startWorld } from '../e2e/hubspot/world';

const SECRET = 'Tom Clifton, tom@example.com';

it.each([
  ['the table', new StoreError('count', `refused: ${SECRET}`, true), 'StoreError: count'],
  ['our own code', new TypeError(`cannot read ${SECRET}`), 'TypeError'],
  ['what is no error at all', { text: SECRET }, 'unknown'],
])(
  'a round that breaks by %s leaks nothing, and the other accounts have theirs',
  async (_case, thrown, told) => {
    const world = await startWorld({
      wrapStore(table) {
        const store = createStore(table);
        const count = store.queues.countPending.bind(store.queues);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything may be thrown
        store.queues.countPending = (name) => (name === 'salesforce' ? Promise.reject(thrown) : count(name));
        return store;
      },
    });
    world.hubspot.faults.add({ kind: 'locked', times: Infinity });
    await world.send(newChat({ email: 'tom@example.com', name: 'Tom Clifton' }).accepted());
    world.hubspot.faults.clear();
    world.clock.offsetMs += 3_600_000;
    world.lines.splice(0);
    const failure = await world.retry().then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({
      name: 'RoundFailedError',
      message: 'The round failed for salesforce; the log says why. The next round tries again',
    });
    expect(failure).not.toHaveProperty('cause');
    expect(failure!.stack).not.toContain('Clifton');
    expect(world.hubspot.contacts()).toHaveLength(1);
    expect(world.lines).toContainEqual({
      level: 'error',
      message: 'A round of the worker failed',
      data: { account: 'salesforce', error: told },
    });
    expect(JSON.stringify(world.lines)).not.toContain('Clifton');
    expect(world.lines.at(-1)).toMatchObject({ message: 'Inbox worked off', data: { done: 1 } });
    await world.close();
  },
);
