import { newLimit, pauseAfter, pauseEnd, spacing, type Pause } from '../../../sync/health/pacing';
import type { LimitReading } from '../../../connectors/shared/http/limits';

const SCOPES = ['general', 'search'];

it('the worker takes seven tenths of the limit', () => {
  const { windowMs, requests } = { windowMs: 10_000, requests: 100 };
  expect(windowMs / spacing({ requests, windowMs })).toBeCloseTo(70);
});

it.each<[string, LimitReading, Pause | undefined]>([
  ['plenty is left', { scope: 'general', limit: 100, windowMs: 10_000, remaining: 20 }, undefined],
  [
    'others use the window up',
    { scope: 'general', limit: 100, windowMs: 10_000, remaining: 19 },
    { scopes: ['general'], ms: 2_500, shared: false },
  ],
  [
    'the limit is reached',
    { scope: 'search', pauseMs: 1_000 },
    { scopes: ['search'], ms: 1_000, shared: true },
  ],
  [
    'a CRM asks for years',
    { scope: 'general', pauseMs: 1_764_000_000_000 },
    { scopes: ['general'], ms: 3_600_000, shared: true },
  ],
  ['the day has enough', { scope: 'daily', limit: 1_000, remaining: 50 }, undefined],
  [
    'the day’s last requests are left',
    { scope: 'daily', limit: 1_000, remaining: 49 },
    { scopes: SCOPES, ms: 900_000, shared: true },
  ],
  ['the answer says nothing of what is left', { scope: 'general', limit: 100, windowMs: 10_000 }, undefined],
])('when %s', (_case, reading, expected) => {
  expect(pauseAfter(reading, SCOPES)).toEqual(expected);
});

it.each<[string, LimitReading, ReturnType<typeof newLimit>]>([
  ['is another one', { scope: 'general', limit: 190, windowMs: 10_000 }, { requests: 190, windowMs: 10_000 }],
  ['is known', { scope: 'general', limit: 100, windowMs: 10_000 }, undefined],
  ['makes no sense', { scope: 'general', limit: 0, windowMs: 10_000 }, undefined],
  ['is of a year', { scope: 'general', limit: 1, windowMs: 31_536_000_000 }, undefined],
  ['is of a day', { scope: 'daily', limit: 100 }, undefined],
])('a limit that %s', (_case, reading, expected) => {
  expect(newLimit(reading, { requests: 100, windowMs: 10_000 })).toEqual(expected);
});

it.each([
  ['none', undefined, 0],
  ['in an hour', 3_600_500, 3_600_500],
  ['in a year', 31_536_000_000, 0],
  ['no number', Number.NaN, 0],
])('a pause in the table that ends %s', (_case, until, end) => {
  expect(pauseEnd(until, 1_000)).toBe(end);
});
