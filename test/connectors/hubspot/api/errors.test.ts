import {
  HubSpotResponseError,
  existingId,
  isEditRefused,
  refusedProperties,
  requiredScopes,
} from '../../../../connectors/hubspot/api/errors';
import { toCrmError } from '../../../../connectors/shared/http/response-error';

const error = (status: number, body: unknown) =>
  new HubSpotResponseError('POST contacts', status, typeof body === 'string' ? body : JSON.stringify(body));

describe('what can be done about an answer', () => {
  it.each([
    ['ten-second limit', 429, { category: 'RATE_LIMITS', policyName: 'TEN_SECONDLY_ROLLING' }, true],
    ['locked', 423, {}, true],
    ['migrating', 477, {}, true],
    ['down', 503, '', true],
    ['a proxy’s page', 502, '<html>Bad Gateway</html>', true],
    ['not implemented', 501, {}, false],
    ['validation', 400, { category: 'VALIDATION_ERROR' }, false],
    ['expired token', 401, { category: 'EXPIRED_AUTHENTICATION' }, false],
    ['missing scope', 403, { category: 'MISSING_SCOPES' }, false],
  ])('%s', (_case, status, body, retryable) => {
    const crmError = toCrmError(error(status, body))!;
    expect(crmError.retryable).toBe(retryable);
    if (!crmError.retryable) expect(crmError.remedy).not.toBe('');
  });

  it.each([
    [429, false],
    [423, false],
    [500, true],
    [503, true],
  ])('after %i the write may have happened: %s', (status, outcomeUnknown) => {
    expect(toCrmError(error(status, {}))).toMatchObject({ outcomeUnknown });
  });

  it('waits an hour for the daily limit instead of asking every minute', () => {
    expect(toCrmError(error(429, { policyName: 'DAILY' }))).toMatchObject({ retryAfterMs: 3_600_000 });
  });

  it('tells no personal data', () => {
    const embedded =
      'Property values were not valid: [{"message":"Email address tom@x is invalid","error":"INVALID_EMAIL","name":"email"}]';
    expect(toCrmError(error(400, { message: embedded }))?.message).toBe(
      'HubSpot: POST contacts: HTTP 400 email: INVALID_EMAIL',
    );
    expect(toCrmError(error(400, { message: 'tom@example.com, +1 415 555 2671 refused' }))?.message).toBe(
      'HubSpot: POST contacts: HTTP 400 <e-mail> <number> refused',
    );
  });
});

describe('refusedProperties', () => {
  it.each([
    [
      'embedded in the message',
      {
        message:
          'Property values were not valid: [{"isValid":false,"message":"m","error":"INVALID_EMAIL","name":"email"}]',
      },
      ['email'],
    ],
    [
      'listed with a context',
      { errors: [{ message: 'm', code: 'INVALID_INTEGER', context: { propertyName: ['age'] } }] },
      ['age'],
    ],
    ['two at once', { message: 'x: [{"error":"A","name":"a"},{"error":"B","name":"b"}]' }, ['a', 'b']],
    ['about something else', { message: 'Invalid input JSON on line 1' }, []],
    ['broken list', { message: 'x: [{"error":' }, []],
    ['no body', '', []],
  ])('%s', (_case, body, names) => {
    expect(refusedProperties(error(400, body)).map(({ name }) => name)).toEqual(names);
  });
});

it('reads who holds a unique value, without telling the value', () => {
  const message =
    'Cannot set PropertyValueCoordinates{portalId=1, objectTypeId=0-1, propertyName=email, value=tom@example.com} on 12. 34 already has that value.';
  expect(refusedProperties(error(400, { message }))).toEqual([
    expect.objectContaining({ name: 'email', heldBy: '34' }),
  ]);
  expect(toCrmError(error(400, { message }))?.message).not.toContain('tom@example.com');
});

describe('existingId', () => {
  it.each([
    ['Contact already exists. Existing ID: 123', '123'],
    ['Contact already exists.', undefined],
    [undefined, undefined],
  ])('%s', (message, id) => expect(existingId(error(409, { message }))).toBe(id));
});

describe('requiredScopes', () => {
  it.each([
    [
      'granular ones in the context',
      { errors: [{ message: 'm', context: { requiredGranularScopes: ['crm.objects.leads.read'] } }] },
      ['crm.objects.leads.read'],
    ],
    [
      'the older context',
      { errors: [{ context: { requiredScopes: ['contacts', 'contacts'] } }] },
      ['contacts'],
    ],
    [
      'words',
      {
        message: 'This oauth-token (x) does not have proper permissions! (requires any of [a.read, b.read])',
      },
      ['a.read', 'b.read'],
    ],
    ['none', { message: 'Forbidden' }, []],
    [
      'what is no scope',
      { errors: [{ context: { requiredScopes: ['\u001b[31m', {}, 'x'.repeat(200)] } }] },
      [],
    ],
  ])('%s', (_case, body, scopes) => {
    expect(requiredScopes(error(403, body))).toEqual(scopes);
  });

  it('stand in the words of a parked event', () => {
    const context = { requiredGranularScopes: ['crm.objects.contacts.write'] };
    const refusal = error(403, { category: 'MISSING_SCOPES', message: 'No.', errors: [{ context }] });
    expect(toCrmError(refusal)?.message).toContain('needs crm.objects.contacts.write');
  });
});

describe('isEditRefused', () => {
  it.each([
    ['a right that is missing', 403, { category: 'FORBIDDEN', message: 'No permission to edit' }, true],
    ['a scope that is missing', 403, { category: 'MISSING_SCOPES', message: 'No.' }, false],
    [
      'the older words of a scope',
      403,
      { message: 'This oauth-token (x) does not have proper permissions!' },
      false,
    ],
    ['a rule in words', 400, { category: 'VALIDATION_ERROR', message: 'Customers cannot be edited' }, true],
    ['a value by name', 400, { message: 'x: [{"error":"INVALID_EMAIL","name":"email"}]' }, false],
    ['an association', 400, { message: 'Cannot create associations: contact 1 does not exist' }, false],
    ['a page of a proxy', 400, '<html>Bad Request</html>', false],
    ['a wrong key', 401, { message: 'expired' }, false],
    ['an outage', 503, { message: 'down' }, false],
  ])('%s', (_case, status, body, expected) => {
    expect(isEditRefused(error(status, body))).toBe(expected);
  });
});

it.each([
  '[]',
  'null',
  '7',
  '"text"',
  '{"message":7,"errors":"x","category":[]}',
  '{"errors":[null,7,{"context":{"propertyName":"email"},"code":1,"name":{}}]}',
  '{"message":"x: [null,7,{\\"name\\":1,\\"error\\":{}}]"}',
])('a body of another form, %s, says nothing and breaks nothing', (text) => {
  for (const status of [400, 403, 404, 409, 429]) {
    const refusal = error(status, text);
    expect(refusedProperties(refusal)).toEqual([]);
    expect(requiredScopes(refusal)).toEqual([]);
    expect(existingId(refusal)).toBeUndefined();
    expect(() => toCrmError(refusal)).not.toThrow();
  }
});
