import { CrmRefusedError, CrmUnavailableError } from '../../../../connectors/errors';
import { SalesforceResponseError } from '../../../../connectors/salesforce/api/errors';
import { toCrmError } from '../../../../connectors/shared/http/response-error';

const error = (status: number, errorCode: string, message = 'words', fields: string[] = []) =>
  new SalesforceResponseError('create Lead', status, [{ errorCode, message, fields }]);

describe('toCrmError', () => {
  it.each([
    [400, 'UNABLE_TO_LOCK_ROW', false],
    [500, 'UNABLE_TO_LOCK_ROW', false],
    [403, 'REQUEST_LIMIT_EXCEEDED', false],
    [503, 'SERVER_UNAVAILABLE', true],
    [500, 'UNKNOWN_EXCEPTION', true],
    [400, 'QUERY_TIMEOUT', false],
    [429, '', false],
  ])('%s %s can be tried again; it may have happened: %s', (status, code, outcomeUnknown) => {
    const result = toCrmError(error(status, code));
    expect(result).toBeInstanceOf(CrmUnavailableError);
    expect(result).toMatchObject({ outcomeUnknown });
  });

  it('a page of a proxy is no answer to rely on', () => {
    const result = toCrmError(new SalesforceResponseError('create Lead', 502, undefined));
    expect(result).toMatchObject({ retryable: true, outcomeUnknown: true });
  });

  it.each([
    ['TotalRequests Limit exceeded.', 3_600_000],
    ['ConcurrentPerOrgLongTxn Limit exceeded.', 60_000],
  ])('%s waits %d ms', (message, retryAfterMs) => {
    expect(toCrmError(error(403, 'REQUEST_LIMIT_EXCEEDED', message))).toMatchObject({ retryAfterMs });
  });

  it('what Salesforce asks for comes first', () => {
    const busy = new SalesforceResponseError(
      'query',
      503,
      [{ errorCode: 'SERVER_UNAVAILABLE', message: '' }],
      7_000,
    );
    expect(toCrmError(busy)).toMatchObject({ retryAfterMs: 7_000 });
  });

  it.each([
    [
      'REQUIRED_FIELD_MISSING',
      'Required fields are missing: [Region__c]',
      /Region__c/,
      /SALESFORCE_REQUIRED_DEFAULTS/,
    ],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Industry, please.', /Industry, please\./, /validation rule/],
    ['API_CURRENTLY_DISABLED', 'API is disabled for this User', /API is disabled/, /API Enabled/],
    ['SOMETHING_NEW', 'Who knows', /SOMETHING_NEW: Who knows/, /mend the cause/],
  ])('%s is refused with its words and a remedy', (code, message, words, remedy) => {
    const result = toCrmError(error(400, code, message));
    expect(result).toBeInstanceOf(CrmRefusedError);
    expect(result).toMatchObject({
      message: expect.stringMatching(words),
      remedy: expect.stringMatching(remedy),
    });
  });

  it.each([
    ['STRING_TOO_LONG', 'Name: data value too large: Tom Clifton Secret (max length=5)'],
    ['INVALID_EMAIL_ADDRESS', 'Email: invalid email address: Secret@x'],
    [
      'INVALID_FIELD',
      "\nSELECT Id FROM Lead WHERE LastName = 'Secret'\n       ^\nERROR at Row:1:Column:8\nNo such column 'X'",
    ],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'tom.Secret@example.com is taken'],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'trigger: Secret.tom@example.com, +1 (415) 555-2671'],
    ['MALFORMED_QUERY', "unexpected token: 'Secret'"],
  ])('%s tells no personal data', (code, message) => {
    const { message: told } = toCrmError(error(400, code, message, ['LastName']))!;
    expect(told).not.toMatch(/Secret|555/);
    expect(told).toContain(code);
  });

  it.each([
    ['invalid_client', 'invalid client credentials', false],
    ['invalid_grant', "user hasn't approved this consumer", false],
    ['invalid_grant', 'login rate exceeded', true],
    ['invalid_grant', 'token request is already being processed', true],
    ['server_error', 'unexpected', true],
  ])('the token endpoint’s %s (%s): again %s', (code, words, retryable) => {
    const body = { error: code, error_description: words };
    const result = toCrmError(new SalesforceResponseError('sign in', 400, body));
    expect(result?.retryable).toBe(retryable);
    expect(result?.message).toContain(words);
  });
});
