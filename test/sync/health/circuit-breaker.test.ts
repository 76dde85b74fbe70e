import { HEALTHY } from '../../../store/health';
import { OPEN_AFTER, circuitState, openFor, type CircuitState } from '../../../sync/health/circuit-breaker';

const NOW = 1_000_000;

it.each<[string, Partial<typeof HEALTHY>, CircuitState]>([
  ['nothing has failed', {}, { state: 'closed' }],
  ['fewer have failed than open it', { failures: OPEN_AFTER - 1, openUntil: NOW + 1 }, { state: 'closed' }],
  ['it was just opened', { failures: OPEN_AFTER, openUntil: NOW + 1 }, { state: 'open', until: NOW + 1 }],
  ['the time is up', { failures: OPEN_AFTER, openUntil: NOW }, { state: 'half-open' }],
  [
    'somebody is trying',
    { failures: OPEN_AFTER, openUntil: NOW - 9, probeUntil: NOW + 5 },
    { state: 'open', until: NOW + 5 },
  ],
  [
    'whoever tried has vanished',
    { failures: OPEN_AFTER, openUntil: NOW - 9, probeUntil: NOW - 1 },
    { state: 'half-open' },
  ],
])('when %s', (_case, health, expected) => {
  expect(circuitState({ ...HEALTHY, ...health }, NOW)).toEqual(expected);
});

it('each probe that fails doubles the pause, up to a minute', () => {
  expect([0, 1, 2, 3, 4, 5, 100].map((more) => openFor(OPEN_AFTER + more) / 1000)).toEqual([
    15, 30, 60, 60, 60, 60, 60,
  ]);
});
