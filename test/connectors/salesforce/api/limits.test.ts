import { SalesforceResponseError } from '../../../../connectors/salesforce/api/errors';
import { SALESFORCE } from '../../../../connectors/salesforce/api/transport';

it.each<[string, unknown]>([
  ['api-usage=14900/15000', [{ scope: 'daily', limit: 15_000, remaining: 100 }]],
  [
    'api-usage=25/5000; per-app-api-usage=17/250(appName=sample)',
    [{ scope: 'daily', limit: 5_000, remaining: 4_975 }],
  ],
  ['api-usage=20000/15000', [{ scope: 'daily', limit: 15_000, remaining: 0 }]],
  ['something else', []],
])('reads %s', (header, expected) => {
  expect(SALESFORCE.limits!(new Headers({ 'Sforce-Limit-Info': header }))).toEqual(expected);
});

const refused = (status: number, errorCode: string, message: string, retryAfterMs?: number) =>
  new SalesforceResponseError('query', status, [{ errorCode, message }], retryAfterMs);

it.each<[string, SalesforceResponseError, unknown]>([
  [
    'the day',
    refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    [{ scope: 'general', pauseMs: 3_600_000 }],
  ],
  [
    'long requests',
    refused(403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'),
    [{ scope: 'general', pauseMs: 60_000 }],
  ],
  ['a proxy', refused(503, 'SERVER_UNAVAILABLE', 'busy', 7_000), [{ scope: 'general', pauseMs: 7_000 }]],
  ['nothing of the kind', refused(400, 'REQUIRED_FIELD_MISSING', 'LastName'), []],
])('the limit of %s is reached', (_case, error, expected) => {
  expect(error.meaning.limits).toEqual(expected);
});
