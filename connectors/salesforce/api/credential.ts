import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Reading } from '../../../config/define-settings';

/** How we prove who we are (Salesforce help: OAuth 2.0 Client Credentials Flow, OAuth 2.0 JWT Bearer Flow). */
export type Credential =
  | { flow: 'client-credentials'; clientSecret: string }
  | { flow: 'jwt-bearer'; username: string; privateKey: KeyObject; audience: string };

interface Values {
  loginUrl: string;
  clientSecret?: string;
  username?: string;
  privateKey?: string;
  jwtAudience?: string;
}

const GENERAL_HOSTS = ['login.salesforce.com', 'test.salesforce.com'];

/** @returns undefined when what was given makes no credential; why has been said then. */
export function credentialOf(
  values: Values,
  { problem, name, parameterHint }: Reading,
): Credential | undefined {
  const { loginUrl, clientSecret, username, privateKey: pem, jwtAudience } = values;
  if (username && pem) {
    const privateKey = readKey(pem);
    if (!privateKey) {
      problem(
        `${name('SALESFORCE_PRIVATE_KEY')} must be an RSA private key in PEM form (line breaks may be written \\n)`,
      );
      return undefined;
    }
    const audience = jwtAudience ?? audienceOf(loginUrl);
    return { flow: 'jwt-bearer', username, privateKey, audience };
  }
  if (!clientSecret) {
    problem(
      `${name('SALESFORCE_CLIENT_SECRET')} (client-credentials flow) or ${name('SALESFORCE_USERNAME')} and ${name('SALESFORCE_PRIVATE_KEY')} (JWT bearer flow) are missing` +
        parameterHint(username ? 'SALESFORCE_PRIVATE_KEY' : 'SALESFORCE_CLIENT_SECRET'),
    );
    return undefined;
  }
  if (GENERAL_HOSTS.includes(new URL(loginUrl).hostname)) {
    problem(
      `${name('SALESFORCE_LOGIN_URL')} must be your My Domain (https://….my.salesforce.com) for the client-credentials flow`,
    );
  }
  return { flow: 'client-credentials', clientSecret };
}

/** A variable cannot always hold line breaks. */
function readKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    return key.asymmetricKeyType === 'rsa' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Salesforce help: OAuth 2.0 JWT Bearer Flow, `aud`: the general host, whatever the My Domain. */
function audienceOf(loginUrl: string): string {
  const { hostname, origin } = new URL(loginUrl);
  if (!/\.(salesforce|force)\.com$/.test(hostname)) return origin;
  const sandbox =
    hostname === 'test.salesforce.com' || hostname.includes('--') || hostname.includes('.sandbox.');
  return `https://${sandbox ? 'test' : 'login'}.salesforce.com`;
}
