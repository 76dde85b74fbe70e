import { HubSpotResponseError } from '../../../../connectors/hubspot/api/errors';
import { HUBSPOT } from '../../../../connectors/hubspot/api/transport';
import { scopeOf } from '../../../../connectors/shared/http/limits';
import { rateLimited, type RateLimitPolicy } from '../../../../emulators/hubspot/http/errors';

it('searches are counted apart', () => {
  expect(scopeOf('/crm/v3/objects/contacts/search')).toBe('search');
  expect(scopeOf('/crm/v3/objects/contacts/12')).toBe('general');
});

it('reads the limits of an answer', () => {
  const headers = new Headers({
    'X-HubSpot-RateLimit-Daily': '625000',
    'X-HubSpot-RateLimit-Daily-Remaining': '624000',
    'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
    'X-HubSpot-RateLimit-Max': '190',
    'X-HubSpot-RateLimit-Remaining': '17',
  });
  expect(HUBSPOT.limits!(headers)).toEqual([
    { scope: 'general', limit: 190, windowMs: 10_000, remaining: 17 },
    { scope: 'daily', limit: 625_000, remaining: 624_000 },
  ]);
});

it.each([{}, { 'X-HubSpot-RateLimit-Max': '' }, { 'X-HubSpot-RateLimit-Max': 'many' }])(
  'reads nothing from headers that say nothing: %j',
  (headers) => {
    expect(HUBSPOT.limits!(new Headers(headers as Record<string, string>))).toEqual([]);
  },
);

const refusal = (policy: RateLimitPolicy, retryAfterMs?: number) =>
  new HubSpotResponseError('POST contacts', 429, JSON.stringify(rateLimited(policy).body), retryAfterMs);

it.each<[string, HubSpotResponseError, unknown]>([
  ['the second', refusal('SECONDLY'), [{ scope: 'search', pauseMs: 1_000 }]],
  ['ten seconds', refusal('TEN_SECONDLY_ROLLING'), [{ scope: 'general', pauseMs: 10_000 }]],
  [
    'ten seconds, with Retry-After',
    refusal('TEN_SECONDLY_ROLLING', 3_000),
    [{ scope: 'general', pauseMs: 3_000 }],
  ],
  [
    'the day',
    refusal('DAILY'),
    [
      { scope: 'general', pauseMs: 3_600_000 },
      { scope: 'search', pauseMs: 3_600_000 },
    ],
  ],
  ['nothing of the kind', new HubSpotResponseError('POST contacts', 500, ''), []],
])('the limit of %s is reached', (_case, error, expected) => {
  expect(error.meaning.limits ?? []).toEqual(expected);
});
