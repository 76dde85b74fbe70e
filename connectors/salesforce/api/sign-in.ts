import { sign } from 'node:crypto';
import type { SalesforceSettings } from '../definition';

/** Salesforce help: OAuth 2.0 JWT Bearer Flow, `exp`: at most five minutes ahead; some orgs take no more than three. */
const ASSERTION_LIFE_S = 170;

/**
 * What the token endpoint is asked with, by the flow that is configured.
 * @param now epoch milliseconds.
 */
export function grant({ clientId, credential }: SalesforceSettings, now: number): Grant {
  if (credential?.flow === 'jwt-bearer') {
    const { username, privateKey, audience } = credential;
    const claims = {
      iss: clientId,
      sub: username,
      aud: audience,
      exp: Math.floor(now / 1000) + ASSERTION_LIFE_S,
    };
    const unsigned = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(unsigned), privateKey).toString('base64url');
    return {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${unsigned}.${signature}`,
    };
  }
  return {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: credential?.clientSecret ?? '',
  };
}

export interface Grant {
  grant_type: string;
  [parameter: string]: string;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
