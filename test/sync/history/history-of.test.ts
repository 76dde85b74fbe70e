import { CrmRefusedError, CrmUnavailableError } from '../../../connectors/errors';
import { parseEvent } from '../../../jivochat/parse';
import { StoreError } from '../../../store/errors';
import { toHistoryRow } from '../../../store/history/shape';
import { historyOf, historyOfFailure, reasonOf, type Travelled } from '../../../sync/history/history-of';
import { droppedOf, namesOfWritten, whyOwner } from '../../../sync/history/why';

const parsed = parseEvent({
  event_name: 'chat_accepted',
  chat_id: 7507,
  widget_id: 'NRQ',
  visitor: { name: 'Tom Clifton', email: 'tom@example.com', phone: '+14155552671', number: '18' },
  agent: { id: 1, email: 'Anna@example.com' },
});
if (parsed.kind !== 'event') throw new Error('not an event');
const { event } = parsed;

const travelled = (more: Partial<Travelled> = {}): Travelled => ({
  event,
  why: { did: 'created', fields: ['name', 'email'] },
  pace: { requests: [{ operation: 'POST contacts/search', status: 200, ms: 40.6 }] },
  receivedAt: 1_000,
  begunAt: 1_000,
  live: true,
  ...more,
});

it('tells what came, what was done and how long it took, and nothing of the person', () => {
  const history = historyOf(
    travelled({
      why: { did: 'created', fields: ['name', 'email'], record: { type: 'contact', id: '201' } },
    }),
    1_850,
  );
  expect(history).toEqual({
    event: 'chat_accepted',
    channel: 'NRQ',
    chat: '7507',
    did: 'created',
    fields: ['name', 'email'],
    record: { type: 'contact', id: '201' },
    requests: [{ operation: 'POST contacts/search', status: 200, ms: 41 }],
    answeredIn: 850,
  });
  expect(JSON.stringify(history)).not.toMatch(/Tom|example\.com|4155552671/);
});

it('keeps the answer of the first attempt and the way there', () => {
  const failed = historyOfFailure(travelled(), unavailable(503), 3_400);
  expect(failed).toMatchObject({
    attempts: [{ at: 3_400, ms: 2_400, reason: 'HTTP 503' }],
    answeredIn: 2_400,
  });
  const later = travelled({ before: failed, live: false, begunAt: 60_000, pace: { requests: [] } });
  expect(historyOf(later, 61_000)).toMatchObject({
    attempts: [{ at: 3_400, ms: 2_400, reason: 'HTTP 503' }],
    answeredIn: 2_400,
  });
});

it('does not grow with an outage of days', () => {
  let before = historyOfFailure(travelled(), unavailable(503), 1_001);
  for (let n = 2; n < 200; n++)
    before = historyOfFailure(travelled({ before, live: false }), unavailable(503), 1_000 + n);
  expect(before.attempts).toHaveLength(12);
  expect(before.attempts![0]).toMatchObject({ at: 1_001 });
  expect(before.attempts!.at(-1)).toMatchObject({ at: 1_199 });
  expect(Buffer.byteLength(JSON.stringify(toHistoryRow(before)))).toBeLessThan(1_500);
});

it.each([
  ['a status', unavailable(502), 'HTTP 502'],
  [
    'silence',
    new CrmUnavailableError(
      'no answer (ECONNRESET)',
      { crm: 'X', operation: 'GET a' },
      { outcomeUnknown: false, down: true },
    ),
    'no answer',
  ],
  [
    'the CRM’s code',
    new CrmRefusedError(
      'Tom is no e-mail',
      { crm: 'X', operation: 'POST a', status: 400, code: 'INVALID_EMAIL' },
      'mend it',
    ),
    'INVALID_EMAIL',
  ],
  ['the table', new StoreError('write link', 'too slow', true), 'table: write link'],
  ['a fault of ours', new TypeError('Tom Clifton is not a function'), 'TypeError'],
])('%s is a reason without words that could quote somebody', (_case, error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});

it('names fields and refused values, never what they hold', () => {
  const changes = {
    name: { full: 'Tom Clifton', last: 'Clifton' },
    emails: ['tom@example.com'],
    phones: [],
    ownerId: '31',
    leadFields: { pageUrl: 'https://shop.example.com' },
  };
  expect(namesOfWritten(changes as never)).toEqual(['name', 'email', 'owner', 'pageUrl']);
  expect(
    droppedOf([
      { kind: 'notAccepted', crm: 'HubSpot', field: 'City', why: 'CODE', value: 'Tom’s town' },
      { kind: 'tooLong', crm: 'HubSpot', field: 'x'.repeat(500), value: '' },
    ]),
  ).toEqual(['City (CODE)', expect.stringMatching(/^x{59}…$/)]);
});

it.each([
  ['the agent', {}, 'anna@example.com', 'agent'],
  [
    'the responsible person',
    { assignedAgent: { login: 'Boris@example.com' } },
    'boris@example.com',
    'responsible',
  ],
  [
    'the agent when the responsible one is not found',
    { assignedAgent: { login: 'gone@example.com' } },
    'anna@example.com',
    'agent',
  ],
  ['the default', {}, 'queue@example.com', 'default'],
])('the owner is %s', (_case, more, login, by) => {
  const run = { event: { ...event, ...more }, connector: { ownerMap: new Map() } };
  expect(whyOwner(run as never, { id: '31' }, login)).toEqual({ id: '31', by });
  expect(whyOwner(run as never, undefined, undefined)).toEqual({ by: 'nobody' });
});

function unavailable(status: number) {
  return new CrmUnavailableError(
    'busy',
    { crm: 'X', operation: 'GET a', status },
    { outcomeUnknown: false, down: true },
  );
}
