import { createPublicKey, createVerify, type KeyObject } from 'node:crypto';

export interface Assertion {
  iss?: string;
  sub?: string;
  aud?: string;
  /** Seconds. */
  exp?: number;
}

/** The claims of a JWT and a way to check who signed it; undefined for what is no RS256 JWT. */
export function readAssertion(
  text: string,
): { claims: Assertion; signedBy(publicKeys: string[]): boolean } | undefined {
  const [header = '', payload = '', signature = '', ...rest] = text.split('.');
  const { alg } = (readPart(header) ?? {}) as { alg?: unknown };
  const claims = readPart(payload);
  if (alg !== 'RS256' || !claims || signature === '' || rest.length > 0) return undefined;
  return {
    claims,
    signedBy(publicKeys) {
      return publicKeys.some((pem) => {
        const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
        return verify.verify(readKey(pem), signature, 'base64url');
      });
    },
  };
}

/** Takes a public key or a certificate. @throws Error when it is neither. */
export function readKey(pem: string): KeyObject {
  return createPublicKey(pem);
}

function readPart(part: string): Assertion | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
