import type { Fault } from '../../../emulators/hubspot';
import { CONTACTS, startAccount, stopAccounts } from './account';

afterEach(stopAccounts);

it.each<{ fault: Fault; status: number; text: RegExp; retryAfter?: string }>([
  { fault: { kind: 'rate-limit' }, status: 429, text: /TEN_SECONDLY_ROLLING/ },
  {
    fault: { kind: 'rate-limit', policy: 'DAILY', retryAfterSeconds: 3 },
    status: 429,
    text: /daily limit/,
    retryAfter: '3',
  },
  { fault: { kind: 'locked' }, status: 423, text: /"status":"error"/ },
  { fault: { kind: 'migrating', retryAfterSeconds: 30 }, status: 477, text: /Migration/, retryAfter: '30' },
  { fault: { kind: 'server-error' }, status: 500, text: /internal error/ },
  { fault: { kind: 'html', status: 502 }, status: 502, text: /^<html>/ },
  { fault: { kind: 'html', status: 524 }, status: 524, text: /^<html>/ },
  { fault: { kind: 'empty', status: 503 }, status: 503, text: /^$/ },
  { fault: { kind: 'answer', status: 418, body: { tea: 1 } }, status: 418, text: /^{"tea":1}$/ },
])('$fault.kind answers $status and does nothing', async ({ fault, status, text, retryAfter }) => {
  const { create, emulator } = await startAccount();
  emulator.faults.add(fault);
  const answer = await create({ firstname: 'A' });
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(text);
  expect(answer.headers.get('retry-after')).toBe(retryAfter ?? null);
  expect(emulator.contacts()).toEqual([]);
  expect(emulator.requests.map((request) => request.status)).toEqual([status]);
  expect((await create({ firstname: 'A' })).status).toBe(201);
});

it.each<{ kind: 'reset-before' | 'reset-after'; made: number }>([
  { kind: 'reset-before', made: 0 },
  { kind: 'reset-after', made: 1 },
])('$kind: the connection breaks with $made contact made', async ({ kind, made }) => {
  const { create, emulator } = await startAccount();
  emulator.faults.add({ kind });
  await expect(create({ firstname: 'A' })).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(emulator.contacts()).toHaveLength(made);
  expect(emulator.requests[0]?.status).toBeUndefined();
});

it('an error page after the write took effect', async () => {
  const { create, emulator } = await startAccount();
  emulator.faults.add({ kind: 'html-after', status: 502 });
  const { status, text, headers } = await create({ firstname: 'A' });
  expect([status, headers.get('content-type')]).toEqual([502, 'text/html; charset=UTF-8']);
  expect(text).toMatch(/^<html>/);
  expect(emulator.contacts()).toHaveLength(1);
});

it.each<{ kind: 'hang' | 'hang-after'; made: number }>([
  { kind: 'hang', made: 0 },
  { kind: 'hang-after', made: 1 },
])('$kind: no answer comes, closing does not wait for it', async ({ kind, made }) => {
  const { call, emulator } = await startAccount();
  emulator.faults.add({ kind });
  const body = { properties: { firstname: 'A' } };
  await expect(call('POST', CONTACTS, body, { signal: AbortSignal.timeout(150) })).rejects.toThrow(/timeout/);
  expect(emulator.contacts()).toHaveLength(made);
});

it('a delay, then the answer', async () => {
  const { create, emulator } = await startAccount();
  emulator.faults.add({ kind: 'delay', ms: 120 });
  const start = performance.now();
  expect((await create({ firstname: 'A' })).status).toBe(201);
  expect(performance.now() - start).toBeGreaterThan(110);
});

it('hits the nth request of a method and path, so many times', async () => {
  const { create, search, emulator } = await startAccount();
  emulator.faults.add({ kind: 'server-error', method: 'POST', path: /\/contacts$/, nth: 2, times: 2 });
  const statuses: number[] = [];
  for (let n = 0; n < 4; n++) {
    statuses.push((await create({ firstname: 'A' })).status);
    expect((await search({})).status).toBe(200);
  }
  expect(statuses).toEqual([201, 500, 500, 201]);
});

it('faults can be called off', async () => {
  const { create, emulator } = await startAccount();
  emulator.faults.add({ kind: 'server-error', path: 'contacts', times: Infinity });
  expect((await create({ firstname: 'A' })).status).toBe(500);
  emulator.faults.clear();
  expect((await create({ firstname: 'A' })).status).toBe(201);
});
