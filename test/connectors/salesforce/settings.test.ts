import { createPublicKey, verify } from 'node:crypto';
import type { Env } from '../../../config/env';
import type { ConfigError } from '../../../config/env';
import { definition } from '../../../connectors/salesforce/definition';
import { grant } from '../../../connectors/salesforce/api/sign-in';
import { keyPair } from '../../e2e/salesforce/world';

const SECRET: Env = {
  SALESFORCE_LOGIN_URL: 'https://acme.my.salesforce.com/',
  SALESFORCE_CLIENT_ID: 'id',
  SALESFORCE_CLIENT_SECRET: 'secret',
};
const { privateKey, publicKey } = keyPair();
const JWT: Env = {
  SALESFORCE_CLIENT_ID: 'id',
  SALESFORCE_USERNAME: 'me@example.com',
  SALESFORCE_PRIVATE_KEY: privateKey,
};

describe('readSalesforceSettings', () => {
  it.each([
    ['nothing', {}, ['SALESFORCE_CLIENT_ID is missing', 'SALESFORCE_CLIENT_SECRET']],
    ['half a credential', { ...JWT, SALESFORCE_PRIVATE_KEY: undefined }, ['SALESFORCE_CLIENT_SECRET']],
    ['a key that is none', { ...JWT, SALESFORCE_PRIVATE_KEY: 'abc' }, ['SALESFORCE_PRIVATE_KEY must be']],
    ['the general host with a secret', { ...SECRET, SALESFORCE_LOGIN_URL: undefined }, ['My Domain']],
    [
      'an unknown lead field',
      { ...SECRET, SALESFORCE_FACT_FIELDS: 'colour=X__c' },
      ['SALESFORCE_FACT_FIELDS'],
    ],
    [
      'SOQL in a field',
      { ...SECRET, SALESFORCE_REPLY_FIELDS: 'A=Id FROM User' },
      ['SALESFORCE_REPLY_FIELDS'],
    ],
    [
      'a path as a field',
      { ...SECRET, SALESFORCE_EXTERNAL_ID_FIELD: 'a/b' },
      ['SALESFORCE_EXTERNAL_ID_FIELD'],
    ],
  ])('%s', (_case, env, problems) => {
    const told = (() => {
      try {
        definition.settings.read(env, 'SALESFORCE_');
        return [];
      } catch (error) {
        return (error as ConfigError).problems;
      }
    })();
    expect(told).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(told[index]).toContain(problem);
    expect(told.join()).not.toContain('abc');
  });
});

describe('grant', () => {
  it('of the client-credentials flow', () => {
    expect(grant(definition.settings.read(SECRET, 'SALESFORCE_'), 0)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'id',
      client_secret: 'secret',
    });
  });

  it.each([
    [undefined, undefined, 'https://login.salesforce.com'],
    ['https://acme.my.salesforce.com', undefined, 'https://login.salesforce.com'],
    ['https://test.salesforce.com', undefined, 'https://test.salesforce.com'],
    ['https://acme--dev.sandbox.my.salesforce.com', undefined, 'https://test.salesforce.com'],
    ['https://acme.my.salesforce.com', 'https://acme.my.site.com', 'https://acme.my.site.com'],
  ])('of the JWT bearer flow at %s (%s)', (loginUrl, given, aud) => {
    const env = { ...JWT, SALESFORCE_LOGIN_URL: loginUrl, SALESFORCE_JWT_AUDIENCE: given };
    const { assertion, grant_type } = grant(definition.settings.read(env, 'SALESFORCE_'), 1_000_500);
    expect(grant_type).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header, claims, signature] = assertion!.split('.');
    const read = (part?: string) => JSON.parse(Buffer.from(part!, 'base64url').toString()) as unknown;
    expect(read(header)).toEqual({ alg: 'RS256' });
    expect(read(claims)).toEqual({ iss: 'id', sub: 'me@example.com', aud, exp: 1_170 });
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, createPublicKey(publicKey), Buffer.from(signature!, 'base64url'))).toBe(
      true,
    );
  });
});
