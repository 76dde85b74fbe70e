import { CrmRefusedError, CrmUnavailableError } from '../../../connectors/errors';
import { StoreError } from '../../../store/errors';
import { BusyError, CircuitOpenError } from '../../../sync/failure/errors';
import { words as EN } from '../../../text/languages/en';
import { situationOf, type Situation } from '../../../sync/failure/situation';

const details = (status?: number) => ({ crm: 'HubSpot', operation: 'create contact', status });
const unavailable = (status?: number, more = {}) => new CrmUnavailableError('x', details(status), more);

describe('what the agent is told of an event that failed', () => {
  it.each<[string, unknown, 'postponed' | 'parked', Situation]>([
    ['no answer before the deadline', unavailable(), 'postponed', 'slow'],
    ['an unreadable answer', unavailable(200), 'postponed', 'slow'],
    ['the search may not show it yet', unavailable(undefined, { retryAfterMs: 60_000 }), 'postponed', 'slow'],
    ['an outage', unavailable(503, { down: true, retryAfterMs: 1_000 }), 'postponed', 'down'],
    ['the open circuit', new CircuitOpenError(1), 'postponed', 'down'],
    ['too many requests', unavailable(429), 'postponed', 'limit'],
    ['the limit of the day', unavailable(403, { retryAfterMs: 3_600_000 }), 'postponed', 'limit'],
    ['the other event of the chat', new BusyError('x'), 'postponed', 'busy'],
    [
      'a refusal that may pass',
      new CrmRefusedError('x', details(401), 'r', { mayPass: true }),
      'postponed',
      'failed',
    ],
    ['the table', new StoreError('write link', 'x', true), 'postponed', 'failed'],
    ['a fault of ours', new TypeError('x'), 'postponed', 'failed'],
    ['a refusal', new CrmRefusedError('x', details(400), 'r'), 'parked', 'refused'],
    ['a fault of ours that stays', new TypeError('x'), 'parked', 'refused'],
    ['three days of outage', unavailable(503, { down: true }), 'parked', 'refused'],
  ])('%s', (_case, error, settled, situation) => {
    expect(situationOf(error, settled)).toBe(situation);
  });

  it('is a promise only where the event waits for the CRM', () => {
    const promised = Object.entries(EN.situations).filter(([, words]) => words.includes('will be saved'));
    expect(promised.map(([situation]) => situation)).toEqual(['slow', 'down', 'limit', 'busy']);
    expect(EN.situations.refused).toMatch(/administrator/);
  });
});
