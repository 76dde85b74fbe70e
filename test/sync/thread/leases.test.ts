import { setTimeout as sleep } from 'node:timers/promises';
import { holdRows } from '../../../sync/thread/leases';
import { startTable, type Table } from '../../store/table';

let table: Table;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

it('gives up when its time is used up, with growing pauses in between', async () => {
  const { store } = table;
  await store.links.acquire({ keys: ['taken'], owner: 'boris', now: 1_000, leaseMs: 60_000 });
  let now = 1_000;
  const pauses: number[] = [];
  const deps = {
    store,
    now: () => now,
    sleep: (ms: number) => {
      pauses.push(ms);
      now += ms;
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  const acquired = await holdRows({ deps, owner: 'anna', waitUntil: 1_500 }, ['taken']);
  expect(acquired).toEqual({ ok: false, busy: ['taken'] });
  expect(pauses).toEqual([20, 40, 80, 160]);
});

it('never lets two who want the same rows in opposite order wait for each other', async () => {
  const { store } = table;
  const deps = { store, now: Date.now, sleep: (ms: number) => sleep(ms), random: Math.random };
  let inside = 0;
  const work = async (owner: string, keys: string[]) => {
    const acquired = await holdRows({ deps, owner, waitUntil: Date.now() + 10_000 }, keys);
    expect(acquired.ok).toBe(true);
    expect(++inside).toBe(1);
    await sleep(5);
    inside--;
    await Promise.all(keys.map((key) => store.links.release({ key, owner })));
  };
  const turns = Array.from({ length: 8 }, (_, n) => work(`owner-${n}`, n % 2 ? ['a', 'b'] : ['b', 'a']));
  await Promise.all(turns);
});
